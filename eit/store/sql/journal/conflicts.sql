-- Keys of the rows of one entry that are no longer as that entry left them: of a row that it changed, one of the
-- columns that it changed has another value now, or the row is gone. Parameters: entry, table name.
SELECT journal_row.row_key
FROM journal_row LEFT JOIN now_there USING (row_key)
WHERE journal_row.entry = ? AND journal_row.table_name = ? AND now_there.said IS DISTINCT FROM journal_row.after
    AND (before IS NULL OR after IS NULL OR said IS NULL OR len(list_filter(json_keys(after), lambda name:
        json_extract(before, '$."' || name || '"') IS DISTINCT FROM json_extract(after, '$."' || name || '"')
        AND json_extract(said, '$."' || name || '"') IS DISTINCT FROM json_extract(after, '$."' || name || '"')
    )) > 0)
ORDER BY journal_row.row_key;
