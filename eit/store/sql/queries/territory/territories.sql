-- Question: what does each territory of one kind hold, within the extent of a programme?
-- Rows: one per territory of kind $level that lies in (or is, or holds) a territory of the programme's scope; masses in t/yr, NULL = no flow.
WITH RECURSIVE inside (territory_id) AS (
    SELECT territory_id FROM programme_territory WHERE programme_id = $programme_id
    UNION
    SELECT child.territory_id FROM territory AS child JOIN inside ON child.parent_id = inside.territory_id
),
reach (territory_id) AS (
    SELECT territory_id FROM inside
    UNION
    SELECT company_territory.territory_id FROM company_territory JOIN company USING (company_id) WHERE company.programme_id = $programme_id
),
held AS (
    SELECT company_territory.territory_id, company.company_id, flow.direction, flow.flow_id, flow.mass_t_per_year
    FROM company_territory
    JOIN company USING (company_id)
    LEFT JOIN (flow JOIN material ON material.material_id = flow.material_id
        AND (len($category_ids) = 0 OR list_contains($category_ids, material.category_id))) ON flow.company_id = company.company_id
    WHERE company.programme_id = $programme_id
)
SELECT
    territory.territory_id, territory.kind, territory.code, territory.name, territory.parent_id, territory.population,
    count(DISTINCT held.company_id) AS companies,
    count(held.flow_id) FILTER (held.direction = 'offer') AS offers, count(held.flow_id) FILTER (held.direction = 'demand') AS demands,
    sum(held.mass_t_per_year) FILTER (held.direction = 'offer') AS offer_mass_t_per_year,
    sum(held.mass_t_per_year) FILTER (held.direction = 'demand') AS demand_mass_t_per_year
FROM reach
JOIN territory ON territory.territory_id = reach.territory_id AND territory.kind = $level
LEFT JOIN held ON held.territory_id = territory.territory_id
GROUP BY ALL
ORDER BY territory.name, territory.territory_id;
