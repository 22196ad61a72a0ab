-- Question: which materials can serve which, on what ground and how well?
-- Rows: one per offered and demanded material that are compatible.
SELECT offer_material_id, demand_material_id, basis, score AS compatibility_score, library_row
FROM compatibility ORDER BY offer_material_id, demand_material_id;
