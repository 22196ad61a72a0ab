-- Question: what is on record about one company?
-- Rows: one, or none.
SELECT * FROM company WHERE company_id = $company_id;
