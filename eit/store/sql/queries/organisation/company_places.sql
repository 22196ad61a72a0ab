-- Question: where is each company said to be, and where is its position?
-- Rows: one per company, of one programme or of all ($programme_id NULL). place: the municipality or commune declared
-- (that of the borough when a borough is declared); district: the MRC or EPCI that holds it.
SELECT
    company.company_id, company.programme_id, company.name, company.latitude, company.longitude, company.position_quality,
    place.territory_id AS place_id, place.name AS place, place.parent_id AS district_id
FROM company
JOIN territory AS declared ON declared.territory_id = company.municipality_id
JOIN territory AS place
    ON place.territory_id = CASE WHEN declared.kind = 'borough' THEN declared.parent_id ELSE declared.territory_id END
WHERE $programme_id IS NULL OR company.programme_id = $programme_id
ORDER BY company.company_id;
