-- Question: what is on record about every synergy, column by column?
-- Rows: one per synergy of every programme, by id.
SELECT * FROM synergy ORDER BY synergy_id;
