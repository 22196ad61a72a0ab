-- Question: of which programme is a company?
-- Rows: one, or none.
SELECT programme_id FROM company WHERE company_id = $company_id;
