-- Question: which materials did a programme choose to work on first?
-- Rows: one per material, by rank.
SELECT rank, material_id, term_fr, term_en FROM priority_material WHERE programme_id = $programme_id ORDER BY rank;
