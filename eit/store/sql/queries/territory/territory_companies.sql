-- Question: which companies of a programme lie in each of its territories, and which have declared a flow?
-- Rows: one per company and territory that holds it; `flows` = 0: known, not met.
SELECT
    company_territory.territory_id, company.company_id, company.name, company.kind, company.sector_scheme, company.sector_code,
    company.sector_fr, company.sector_en, company.employees, count(flow.flow_id) AS flows
FROM company JOIN company_territory USING (company_id) LEFT JOIN flow USING (company_id)
WHERE company.programme_id = $programme_id AND ($territory_id IS NULL OR company_territory.territory_id = $territory_id)
GROUP BY ALL ORDER BY company_territory.territory_id, company.company_id;
