-- Question: where is each company said to be, and where is its position?
-- Rows: one per company, of one programme or of all ($programme_id NULL). place and district are those declared.
SELECT
    company.company_id, company.programme_id, company.name, company.latitude, company.longitude, company.position_quality,
    place.territory_id AS place_id, place.name AS place, place.kind AS place_kind, place.parent_id AS district_id
FROM company
JOIN territory AS place ON place.territory_id = company.municipality_id
WHERE $programme_id IS NULL OR company.programme_id = $programme_id
ORDER BY company.company_id;
