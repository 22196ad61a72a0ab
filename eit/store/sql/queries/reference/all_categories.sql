-- Question: which categories of materials are there, whatever the programme?
-- Rows: one per category, in their order.
SELECT category_id, name_fr, name_en FROM category ORDER BY rank, category_id;
