-- Question: what are the companies of a programme called?
-- Rows: one per company, by name.
SELECT company_id, name FROM company WHERE programme_id = $programme_id ORDER BY strip_accents(lower(name)), company_id;
