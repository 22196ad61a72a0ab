-- Columns of one table with their types and what they take by default, in order. Parameter: table name.
SELECT column_name, data_type, column_default FROM duckdb_columns()
WHERE database_name = current_database() AND schema_name = 'main' AND table_name = ? ORDER BY column_index;
