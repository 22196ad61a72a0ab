-- Schema 2 to 3: the values of an indicator and the counts of businesses have a key, as every other table.
-- A value without a year says so by an empty text: a key holds no NULL. Rows that are equal in everything are one row.
CREATE OR REPLACE TABLE indicator_value AS
SELECT * REPLACE (coalesce(year, '') AS year) FROM indicator_value GROUP BY ALL ORDER BY min(indicator_value.rowid);

CREATE OR REPLACE TABLE business_count AS
SELECT * FROM business_count GROUP BY ALL ORDER BY min(business_count.rowid);

-- The journal knew these rows by all their values: a value that changed was one row less and one row more.
CREATE TABLE IF NOT EXISTS journal_row (entry INTEGER, table_name VARCHAR, row_key VARCHAR, before VARCHAR, after VARCHAR);
CREATE TEMP TABLE known_by_key AS
SELECT entry, table_name, row_key, before, after FROM (
    SELECT entry, table_name, replace(before, '"year":null', '"year":""') AS before, replace(after, '"year":null', '"year":""') AS after,
        concat_ws('|', said->>'indicator_id', said->>'bound', coalesce(said->>'year', '')) AS row_key
    FROM (SELECT *, coalesce(after, before)::JSON AS said FROM journal_row WHERE table_name = 'indicator_value')
    UNION ALL
    SELECT entry, table_name, before, after, concat_ws('|', said->>'programme_id', said->>'territory_id', said->>'sector_scheme',
        said->>'sector_code', said->>'size_class', said->>'year')
    FROM (SELECT *, coalesce(after, before)::JSON AS said FROM journal_row WHERE table_name = 'business_count')
);
DELETE FROM journal_row WHERE table_name IN ('indicator_value', 'business_count');
INSERT INTO journal_row (entry, table_name, row_key, before, after)
SELECT entry, table_name, row_key, max(before), max(after) FROM known_by_key GROUP BY ALL;
DROP TABLE known_by_key;

-- What was said of the columns of a source is an answer like the others. (Schema 1 had no such table.)
CREATE TABLE IF NOT EXISTS column_mapping (
    programme_id VARCHAR, kind VARCHAR, source_key VARCHAR, title VARCHAR, field VARCHAR, used_on DATE
);
CREATE TABLE IF NOT EXISTS answer (
    programme_id VARCHAR, kind VARCHAR, source_key VARCHAR, topic VARCHAR, subject VARCHAR, asked VARCHAR, value VARCHAR, answered_on DATE
);
INSERT INTO answer (programme_id, kind, source_key, topic, subject, asked, value, answered_on)
SELECT programme_id, kind, source_key, 'heading', '', title, coalesce(field, ''), used_on FROM column_mapping;
DROP TABLE column_mapping;
