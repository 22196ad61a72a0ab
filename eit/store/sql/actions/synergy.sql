-- Question: what is one synergy, and of which kind is its material?
-- Rows: one, or none when there is no such synergy.
SELECT synergy.*, material.kind FROM synergy JOIN material USING (material_id) WHERE synergy_id = $synergy_id;
