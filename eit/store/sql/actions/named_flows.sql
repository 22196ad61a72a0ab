-- Question: what are these flows, whose are they, and where?
-- Rows: one per flow of the list $flow_ids.
SELECT flow.*, material.name_fr AS material_fr, material.name_en AS material_en, material.parent_id, place.name AS municipality
FROM flow JOIN material USING (material_id) JOIN company USING (company_id) JOIN territory AS place ON place.territory_id = company.municipality_id
WHERE list_contains($flow_ids, flow.flow_id) ORDER BY flow.flow_id;
