-- Question: what is a material called, and of which kind is it?
-- Rows: one, or none.
SELECT name_fr AS fr, name_en AS en, kind FROM material WHERE material_id = $material_id;
