-- Question: who takes part, or took part, in each synergy?
-- Rows: one per party of every programme; `left_on` is NULL for those who still take part.
SELECT * FROM synergy_party ORDER BY synergy_id, role, company_id;
