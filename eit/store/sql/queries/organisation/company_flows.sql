-- Question: what does one company offer and need?
-- Rows: one per flow of $company_id; quantity per year in `unit`, NULL = n.c.
SELECT flow.flow_id, flow.direction, flow.kind, material.category_id, material.name_fr AS material_fr, material.name_en AS material_en, flow.label,
    flow.quantity_per_year, flow.unit, flow.quantity_typed, flow.unit_typed, flow.months, flow.quality, flow.observed_on, flow.former_destination
FROM flow JOIN material USING (material_id) WHERE flow.company_id = $company_id ORDER BY flow.direction DESC, flow.flow_id;
