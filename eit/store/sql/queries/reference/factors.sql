-- Question: which factors are there, and where does each come from?
-- Rows: one per factor of the table $factor_table.
SELECT * FROM factor WHERE factor_table = $factor_table ORDER BY factor_id;
