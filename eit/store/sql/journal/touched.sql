-- Tables of which one entry changed a row.
SELECT DISTINCT table_name FROM journal_row WHERE entry = ?;
