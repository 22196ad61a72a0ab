-- Question: under which categories are materials filed, and how many flows of a programme does each hold?
-- Rows: one per category, in order.
SELECT category.category_id, category.name_fr, category.name_en, category.rank, category.official, count(flow.flow_id) AS flows
FROM category
LEFT JOIN material USING (category_id)
LEFT JOIN flow ON flow.material_id = material.material_id AND flow.programme_id = $programme_id
GROUP BY ALL ORDER BY category.rank;
