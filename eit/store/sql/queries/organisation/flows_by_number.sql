-- Question: which flow has which number, in which direction, of which material, and in which territory of one kind?
-- Rows: one per flow of $programme_id, in the order of flow_id; territory of kind $level, NULL when the company has none.
SELECT flow.flow_id, flow.direction, flow.material_id, place.territory_id, flow.mass_t_per_year
FROM flow
LEFT JOIN (
    SELECT company_id, min(territory_id) AS territory_id FROM company_territory WHERE kind = $level GROUP BY company_id
) AS place ON place.company_id = flow.company_id
WHERE flow.programme_id = $programme_id
ORDER BY flow.flow_id;
