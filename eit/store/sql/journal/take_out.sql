-- Remove from one table the rows that an entry left there. {table}: a name of ours. Parameters: entry, table name.
DELETE FROM main."{table}" WHERE rowid IN (
    SELECT row_place FROM now_there JOIN journal_row USING (row_key) WHERE entry = ? AND table_name = ?
);
