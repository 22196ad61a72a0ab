-- Question: which companies of a programme may be named before others, and what is said instead of the others?
-- Rows: one per company; latitude and longitude [degrees] are those of its municipality, never of the site.
SELECT
    company.company_id, company.name, company.consent_name, company.sector_fr, company.sector_en,
    place.name AS municipality, place.latitude, place.longitude,
    list_sort(list(DISTINCT member.name) FILTER (member.name IS NOT NULL)) AS member_names
FROM company
JOIN territory AS place ON place.territory_id = company.municipality_id
LEFT JOIN consortium_member AS member ON member.company_id = company.company_id
WHERE company.programme_id = $programme_id
GROUP BY ALL ORDER BY company.company_id;
