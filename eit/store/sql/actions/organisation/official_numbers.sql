-- Question: which official numbers stand for which company of a programme?
-- Rows: one per number.
SELECT scheme, value, row_id FROM identifier
WHERE programme_id = $programme_id AND table_name = 'company' AND scheme IN ('SIRET', 'NEQ') ORDER BY scheme, value;
