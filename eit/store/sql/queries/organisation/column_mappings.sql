-- Question: which columns of which sources was a programme told about, for one kind of file?
-- Rows: one per heading of a source; `field` is NULL for a column to leave aside.
SELECT source_key, title, field FROM column_mapping WHERE programme_id = $programme_id AND kind = $kind
ORDER BY used_on, source_key, title;
