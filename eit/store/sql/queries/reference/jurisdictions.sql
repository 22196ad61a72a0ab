-- Question: what does each country or province bring to a programme?
-- Rows: one per jurisdiction, in the order of the table.
SELECT * FROM jurisdiction ORDER BY rowid;
