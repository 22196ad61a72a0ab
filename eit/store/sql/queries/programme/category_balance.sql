-- Question: how much of each category is on offer and wanted in a programme?
-- Rows: one per category with a flow of matter; t/yr.
SELECT
    category.category_id, category.name_fr, category.name_en,
    coalesce(sum(flow.mass_t_per_year) FILTER (flow.direction = 'offer'), 0) AS offer_mass_t_per_year,
    coalesce(sum(flow.mass_t_per_year) FILTER (flow.direction = 'demand'), 0) AS demand_mass_t_per_year,
    count(*) FILTER (flow.direction = 'offer') AS offers, count(*) FILTER (flow.direction = 'demand') AS demands
FROM flow JOIN material USING (material_id) JOIN category USING (category_id)
WHERE flow.programme_id = $programme_id
GROUP BY category.category_id, category.name_fr, category.name_en, category.rank ORDER BY category.rank;
