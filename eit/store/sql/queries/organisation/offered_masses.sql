-- Question: how much does each company of a programme say that it leaves, and what are its sector and its size?
-- Rows: one per offer of matter whose mass is known [t/yr]; employees NULL = not communicated.
SELECT
    flow.flow_id, company.name AS company, company.kind AS company_kind, company.sector_scheme, company.sector_code, company.employees,
    material.material_id, material.name_fr AS material_fr, material.name_en AS material_en, flow.mass_t_per_year, flow.quality
FROM flow
JOIN company ON company.company_id = flow.company_id
JOIN material ON material.material_id = flow.material_id
WHERE flow.programme_id = $programme_id AND flow.direction = 'offer' AND flow.mass_t_per_year IS NOT NULL
ORDER BY flow.flow_id;
