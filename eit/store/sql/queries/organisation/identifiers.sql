-- Question: which ids that others gave stand for which rows of a programme?
-- Rows: one per id, by its table, nature and source.
SELECT table_name, scheme, source_key, value, row_id FROM identifier WHERE programme_id = $programme_id
ORDER BY table_name, scheme, source_key, value;
