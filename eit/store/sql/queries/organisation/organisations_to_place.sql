-- Question: which organisations have an address, and only the point of their municipality?
-- Rows: one per such organisation of a programme, by name. line: what is asked of a geocoder, never a name;
-- latitude, longitude [degrees]: the point of its municipality.
SELECT
    company.company_id, company.name, company.municipality_id, company.latitude, company.longitude,
    concat_ws(', ', company.address, nullif(company.postal_code, ''), territory.name) AS line
FROM company
JOIN territory ON territory.territory_id = company.municipality_id
WHERE company.programme_id = $programme_id AND company.position_quality = 'municipality'
    AND coalesce(trim(company.address), '') <> ''
ORDER BY company.name, company.company_id;
