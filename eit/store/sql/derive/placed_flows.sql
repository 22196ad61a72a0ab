-- Rows: one per flow of $programme_id with a known position, in the order of flow_id, for the search of the best partners.
-- group_number: same material and unit; company_number: same company; position in km, quantity per year (NULL: not told).
SELECT
    flow.flow_id, flow.direction = 'offer' AS is_offer, flow.material_id, flow.unit,
    dense_rank() OVER (ORDER BY flow.material_id, flow.unit) - 1 AS group_number,
    dense_rank() OVER (ORDER BY flow.company_id) - 1 AS company_number,
    company.x_km, company.y_km, company.z_km, flow.quantity_per_year AS quantity, material.reach_km
FROM flow
JOIN company ON company.company_id = flow.company_id
JOIN material ON material.material_id = flow.material_id
WHERE flow.programme_id = $programme_id AND company.x_km IS NOT NULL AND company.closed_on IS NULL
ORDER BY flow.flow_id;
