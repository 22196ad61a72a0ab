-- Question: what is on record about every company, column by column?
-- Rows: one per company of every programme, by id.
SELECT * FROM company ORDER BY company_id;
