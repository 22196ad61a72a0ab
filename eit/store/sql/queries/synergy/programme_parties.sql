-- Question: who takes part, or took part, in which synergy, and is the company still on record?
-- Rows: one per party; `company` NULL: no such company any more; `left_on` NULL: still takes part.
SELECT synergy_party.synergy_id, synergy_party.company_id, synergy_party.role, synergy_party.left_on, company.name AS company
FROM synergy_party JOIN synergy USING (synergy_id) LEFT JOIN company USING (company_id)
WHERE synergy.programme_id = $programme_id ORDER BY ALL;
