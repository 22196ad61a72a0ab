-- Question: in which places of a programme's territory could a company settle?
-- Rows: one per municipality, commune or borough with a position [degrees], by name.
WITH RECURSIVE inside (territory_id) AS (
    (
        SELECT territory_id FROM programme_territory WHERE programme_id = $programme_id
        UNION
        SELECT company.municipality_id FROM company WHERE company.programme_id = $programme_id
    )
    UNION
    SELECT child.territory_id FROM territory AS child JOIN inside ON child.parent_id = inside.territory_id
)
SELECT territory.territory_id, territory.name, territory.latitude, territory.longitude
FROM inside JOIN territory USING (territory_id)
WHERE territory.kind IN ('municipality', 'commune', 'borough') AND territory.latitude IS NOT NULL
ORDER BY strip_accents(lower(territory.name)), territory.territory_id;
