-- Question: which flows has a company?
-- Rows: one per flow.
SELECT flow_id FROM flow WHERE company_id = $company_id ORDER BY flow_id;
