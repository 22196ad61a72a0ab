-- Put back into one table the rows that were there before an entry, each value in the type of its column.
-- {table}, {columns}, {types}: of the schema, never typed by a person. Parameters: entry, table name.
INSERT INTO main."{table}" ({columns})
SELECT unnest(from_json_strict(before, '{types}')) FROM journal_row
WHERE entry = ? AND table_name = ? AND before IS NOT NULL;
