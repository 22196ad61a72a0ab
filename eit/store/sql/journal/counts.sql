-- Rows added, changed and removed by one entry.
SELECT count(*) FILTER (before IS NULL), count(*) FILTER (before IS NOT NULL AND after IS NOT NULL), count(*) FILTER (after IS NULL)
FROM journal_row WHERE entry = ?;
