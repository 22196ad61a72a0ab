-- Question: which companies of a programme lie in a territory, and how many of them have a flow?
-- Rows: one per company of the territory $territory_id, with whether it has declared a flow.
SELECT company_territory.company_id, count(flow.flow_id) > 0 AS with_flow
FROM company_territory JOIN company USING (company_id) LEFT JOIN flow USING (company_id)
WHERE company.programme_id = $programme_id AND company_territory.territory_id = $territory_id
GROUP BY company_territory.company_id ORDER BY company_territory.company_id;
