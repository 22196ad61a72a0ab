-- Question: who takes part in which synergy, and how large are they?
-- Rows: one per party.
SELECT synergy_party.synergy_id, synergy_party.company_id, synergy_party.role, company.kind, company.employees
FROM synergy_party JOIN synergy USING (synergy_id) JOIN company USING (company_id)
WHERE synergy.programme_id = $programme_id ORDER BY ALL;
