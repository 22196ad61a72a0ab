-- Question: what was changed in the data, when and by whom?
-- Rows: one per entry, the last first.
SELECT * FROM journal ORDER BY entry DESC;
