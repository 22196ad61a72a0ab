-- Question: what is on record about the flows of one company, as typed and as understood?
-- Rows: one per flow, offers first; quantity per year in `unit`, NULL = n.c.
SELECT flow.*, material.name_fr AS material_fr, material.name_en AS material_en
FROM flow JOIN material USING (material_id) WHERE flow.company_id = $company_id ORDER BY flow.direction DESC, flow.flow_id;
