-- What differs between the version before and this one, in one table with a key: one row per key, as JSON on both sides.
-- {before}, {table}, {key}, {same}: names of ours, never typed by a person. Parameters: entry, table name.
INSERT INTO journal_row
WITH old AS (SELECT *, {key} AS row_key, r FROM {before}.main."{table}" AS r),
new AS (SELECT *, {key} AS row_key, r FROM main."{table}" AS r)
SELECT ?, ?, coalesce(old.row_key, new.row_key), to_json(old.r), to_json(new.r)
FROM old FULL JOIN new ON {same} WHERE old.r IS DISTINCT FROM new.r;
