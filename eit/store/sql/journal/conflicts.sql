-- Keys of the rows of one entry that are no longer as that entry left them. Parameters: entry, table name.
SELECT journal_row.row_key
FROM journal_row LEFT JOIN now_there USING (row_key)
WHERE journal_row.entry = ? AND journal_row.table_name = ? AND now_there.said IS DISTINCT FROM journal_row.after
ORDER BY journal_row.row_key;
