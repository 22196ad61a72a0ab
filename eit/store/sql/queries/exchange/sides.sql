-- Question: what is each flow of a programme, as one side of an exchange?
-- Rows: one per flow; quantity per year in `unit`, NULL = n.c.; months as a mask; degrees.
SELECT
    flow.flow_id, flow.company_id, company.name AS company, company.latitude, company.longitude, place.name AS municipality,
    material.material_id, material.name_fr AS material_fr, material.name_en AS material_en,
    flow.kind, material.category_id, flow.quantity_per_year AS quantity, flow.unit, flow.months, flow.observed_on, flow.quality,
    coalesce(material.hazardous = 'yes', false) AS hazardous, flow.former_destination, flow.disposal_cost_per_t,
    material.source, material.year, material.confidence, material.ghg_route
FROM flow
JOIN company ON company.company_id = flow.company_id
JOIN territory AS place ON place.territory_id = company.municipality_id
JOIN material ON material.material_id = flow.material_id
WHERE flow.programme_id = $programme_id
ORDER BY flow.flow_id;
