-- Question: in which synergies do two companies take part, each with another role?
-- Rows: one per synergy.
SELECT DISTINCT synergy.synergy_id, synergy.title_fr
FROM synergy
JOIN synergy_party AS one ON one.synergy_id = synergy.synergy_id AND one.company_id = $one
JOIN synergy_party AS other ON other.synergy_id = synergy.synergy_id AND other.company_id = $other
WHERE one.role <> other.role ORDER BY synergy.synergy_id;
