-- Question: what does the file say about itself?
-- Rows: one per key.
SELECT key, value FROM meta ORDER BY key;
