-- Question: on which territories does a programme work?
-- Rows: one per territory and role (scope, portrait).
SELECT territory_id, role FROM programme_territory WHERE programme_id = $programme_id ORDER BY territory_id, role;
