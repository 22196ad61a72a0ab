-- Put back into one table the rows that were there before an entry, each value in the type of its column. A row that
-- the entry changed and that goes on being there keeps what was written since into its other columns: {kept}.
-- {table}, {columns}, {types}, {kept}: of the schema, never typed by a person. Parameters: entry, table name.
INSERT INTO main."{table}" ({columns})
SELECT {kept} FROM (
    SELECT from_json_strict(before, '{types}') AS old, from_json_strict(after, '{types}') AS new,
        from_json_strict(said, '{types}') AS now
    FROM journal_row LEFT JOIN now_there USING (row_key)
    WHERE entry = ? AND table_name = ? AND before IS NOT NULL
);
