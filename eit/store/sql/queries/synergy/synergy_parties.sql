-- Question: who takes part in which synergy, since when gone, how large are they?
-- Rows: one per party; left_on NULL = still takes part.
SELECT synergy_party.synergy_id, synergy_party.company_id, synergy_party.role, synergy_party.left_on, company.name, company.kind, company.employees
FROM synergy_party JOIN synergy USING (synergy_id) JOIN company USING (company_id)
WHERE synergy.programme_id = $programme_id ORDER BY ALL;
