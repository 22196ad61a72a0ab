-- Question: which rows were changed after an entry of the journal, and by whom?
-- Rows: one per changed row, in the order of the entries.
SELECT journal_row.entry, journal.author, journal.subject, journal_row.table_name, journal_row.row_key
FROM journal_row JOIN journal USING (entry) WHERE journal_row.entry > $entry
ORDER BY journal_row.entry, journal_row.table_name, journal_row.row_key;
