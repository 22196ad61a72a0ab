-- The rows of one table as they are now, numbered by key: temporary, for taking back one entry.
-- {table}, {key}: names of ours, never typed by a person.
CREATE OR REPLACE TEMP TABLE now_there AS
SELECT row_place, {key} AS row_key, said FROM (
    SELECT *, row_number() OVER (PARTITION BY said ORDER BY row_place) AS n
    FROM (SELECT *, rowid AS row_place, CAST(to_json(r) AS VARCHAR) AS said FROM main."{table}" AS r)
);
