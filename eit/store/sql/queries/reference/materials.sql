-- Question: which materials are there, under which family and category?
-- Rows: one per material, families first within a category.
SELECT material.*, category.name_fr AS category_fr, category.name_en AS category_en, family.name_fr AS family_fr, family.name_en AS family_en
FROM material JOIN category USING (category_id) LEFT JOIN material AS family ON family.material_id = material.parent_id
ORDER BY category.rank, coalesce(material.parent_id, material.material_id), material.parent_id IS NOT NULL, material.material_id;
