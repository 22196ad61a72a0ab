-- Brings the rows that the journal remembers of one table to the columns that it has now.
-- {types}, {values}: of the schema, never typed by a person. Parameter: table name, twice.
UPDATE journal_row SET before = old.row, after = new.row
FROM (SELECT entry, row_key, CASE WHEN before IS NOT NULL THEN CAST(to_json(struct_pack({values})) AS VARCHAR) END AS row
      FROM (SELECT entry, row_key, before, from_json(before, '{types}') AS said FROM journal_row WHERE table_name = $table)) AS old
JOIN (SELECT entry, row_key, CASE WHEN after IS NOT NULL THEN CAST(to_json(struct_pack({values})) AS VARCHAR) END AS row
      FROM (SELECT entry, row_key, after, from_json(after, '{types}') AS said FROM journal_row WHERE table_name = $table)) AS new
    USING (entry, row_key)
WHERE journal_row.table_name = $table AND journal_row.entry = old.entry AND journal_row.row_key = old.row_key;
