-- Question: what did one entry of the journal change?
-- Rows: one per changed row, as JSON before and after; NULL: there was no such row, or there is none any more.
SELECT table_name, row_key, before, after FROM journal_row WHERE entry = $entry ORDER BY table_name, row_key;
