-- Question: what is each flow of a programme, as one side of an exchange?
-- Rows: one per flow; quantity per year in `unit`, NULL = n.c.; months as a mask; degrees.
SELECT
    flow.flow_id, flow.company_id, company.name AS company, company.latitude, company.longitude, place.name AS municipality, place.country,
    material.material_id, material.name_fr AS material_fr, material.name_en AS material_en,
    company.position_quality, flow.kind, material.category_id, flow.quantity_per_year AS quantity, flow.unit, flow.months, flow.observed_on, flow.quality,
    coalesce(flow.quantity_low_per_year, flow.quantity_per_year) AS quantity_low, coalesce(flow.quantity_high_per_year, flow.quantity_per_year) AS quantity_high,
    flow.temperature_c, flow.pressure_bar, flow.hours_per_year, flow.moisture_share, flow.purity_share,
    flow.contaminated, flow.hazardous AS declared_hazardous, flow.permit_held, material.hazardous AS material_hazardous,
    coalesce(material.hazardous = 'yes', false) AS hazardous, flow.former_destination, flow.disposal_cost_per_t,
    material.source, material.year, material.confidence, material.ghg_route
FROM flow
JOIN company ON company.company_id = flow.company_id
JOIN territory AS place ON place.territory_id = company.municipality_id
JOIN material ON material.material_id = flow.material_id
WHERE flow.programme_id = $programme_id
ORDER BY flow.flow_id;
