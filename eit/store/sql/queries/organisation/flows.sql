-- Question: which flows does a programme hold, where, and of which material and family?
-- Rows: one per flow; quantity per year in `unit`, NULL = n.c.; x, y, z in km, NULL = position unknown.
-- $territory_id, $material_id (a material or a family), $company_id: NULL = all; $category_ids: empty = all.
SELECT
    flow.flow_id, flow.company_id, company.name AS company, company.kind AS company_kind, place.name AS municipality,
    flow.direction, flow.kind, flow.material_id, material.name_fr AS material_fr, material.name_en AS material_en,
    family.material_id AS family_id, family.name_fr AS family_fr, family.name_en AS family_en,
    material.category_id, family.category_id AS family_category_id,
    flow.quantity_per_year, flow.unit, flow.mass_t_per_year, flow.months, flow.quality, flow.observed_on,
    flow.former_destination, flow.disposal_cost_per_t,
    company.latitude, company.longitude, company.x_km, company.y_km, company.z_km
FROM flow
JOIN company USING (company_id)
JOIN territory AS place ON place.territory_id = company.municipality_id
JOIN material ON material.material_id = flow.material_id
JOIN material AS family ON family.material_id = coalesce(material.parent_id, material.material_id)
WHERE flow.programme_id = $programme_id
    AND (len($category_ids) = 0 OR list_contains($category_ids, material.category_id))
    AND ($material_id IS NULL OR $material_id IN (material.material_id, family.material_id))
    AND ($company_id IS NULL OR $company_id = flow.company_id)
    AND ($territory_id IS NULL OR EXISTS (
        SELECT 1 FROM company_territory
        WHERE company_territory.company_id = flow.company_id AND company_territory.territory_id = $territory_id
    ))
ORDER BY flow.flow_id;
