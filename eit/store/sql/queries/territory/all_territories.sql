-- Question: which territories does the file know, of every kind, and which are in the territory of a programme?
-- Rows: one per territory; `inside` is true in the territory of $programme_id or under it.
WITH RECURSIVE inside (territory_id) AS (
    SELECT territory_id FROM programme_territory WHERE programme_id = $programme_id
    UNION
    SELECT child.territory_id FROM territory AS child JOIN inside ON child.parent_id = inside.territory_id
)
SELECT territory.*, territory_id IN (SELECT territory_id FROM inside) AS inside FROM territory ORDER BY territory_id;
