-- Question: who takes part in one synergy, and who has left?
-- Rows: one per party.
SELECT synergy_party.*, company.name FROM synergy_party JOIN company USING (company_id) WHERE synergy_id = $synergy_id ORDER BY role, company_id;
