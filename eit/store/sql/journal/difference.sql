-- What differs between the version before and this one, in one table: one row per key, as JSON on both sides.
-- {before}, {table}, {key}: names of ours, never typed by a person. Parameters: entry, table name.
-- Equal rows of a table without a key are told apart by their number n.
INSERT INTO journal_row
WITH gone AS (SELECT *, to_json(r) AS said FROM (SELECT * FROM {before}.main."{table}" EXCEPT ALL SELECT * FROM main."{table}") AS r),
come AS (SELECT *, to_json(r) AS said FROM (SELECT * FROM main."{table}" EXCEPT ALL SELECT * FROM {before}.main."{table}") AS r),
old AS (SELECT {key} AS row_key, said FROM (SELECT *, row_number() OVER (PARTITION BY said) AS n FROM gone)),
new AS (SELECT {key} AS row_key, said FROM (SELECT *, row_number() OVER (PARTITION BY said) AS n FROM come))
SELECT ?, ?, coalesce(old.row_key, new.row_key), old.said, new.said FROM old FULL JOIN new ON old.row_key = new.row_key;
