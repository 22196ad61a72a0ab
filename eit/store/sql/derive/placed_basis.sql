-- Rows: one per flow that can have pairs. basis: hash of what its pairs are made of, its own and its company's.
SELECT flow.flow_id, flow.programme_id,
    hash(
        flow.flow_id, flow.programme_id, flow.company_id, flow.direction, flow.material_id, flow.unit, flow.quantity_per_year,
        company.x_km, company.y_km, company.z_km
    ) AS basis
FROM flow JOIN company ON company.company_id = flow.company_id
WHERE company.x_km IS NOT NULL AND company.closed_on IS NULL
