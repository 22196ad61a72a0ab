-- Question: who is on the territory, where, and with which flows?
-- Rows: one per company; masses in t/yr over the flows that pass the category filter. latitude NULL = position unknown.
SELECT
    company.company_id, company.name, company.kind, company.sector_code, company.sector_fr, company.sector_en, company.employees,
    place.name AS municipality, park.name AS park, company.latitude, company.longitude, company.position_quality,
    count(flow.flow_id) FILTER (flow.direction = 'offer') AS offers, count(flow.flow_id) FILTER (flow.direction = 'demand') AS demands,
    sum(flow.mass_t_per_year) FILTER (flow.direction = 'offer') AS offer_mass_t_per_year,
    sum(flow.mass_t_per_year) FILTER (flow.direction = 'demand') AS demand_mass_t_per_year,
    mode(material.category_id ORDER BY flow.flow_id) AS category_id
FROM company
JOIN territory AS place ON place.territory_id = company.municipality_id
LEFT JOIN territory AS park ON park.territory_id = company.park_id
LEFT JOIN (flow JOIN material ON material.material_id = flow.material_id
    AND (len($category_ids) = 0 OR list_contains($category_ids, material.category_id))) ON flow.company_id = company.company_id
WHERE company.programme_id = $programme_id
    AND ($territory_id IS NULL OR EXISTS (
        SELECT 1 FROM company_territory
        WHERE company_territory.company_id = company.company_id AND company_territory.territory_id = $territory_id
    ))
GROUP BY ALL
ORDER BY company.company_id;
