-- Question: in which territory of kind $level does each company of a programme lie?
-- Rows: one per company and territory of that kind.
SELECT company_territory.company_id, company_territory.territory_id
FROM company_territory JOIN company USING (company_id)
WHERE company.programme_id = $programme_id AND company_territory.kind = $level
ORDER BY company_territory.company_id, company_territory.territory_id;
