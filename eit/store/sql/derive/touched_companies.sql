-- Rows: the companies that a journal entry changed.
SELECT row_key FROM journal_row WHERE entry = ? AND table_name = 'company' ORDER BY row_key;
