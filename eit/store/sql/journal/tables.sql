-- Every table of the file, by name.
SELECT table_name FROM duckdb_tables()
WHERE NOT internal AND schema_name = 'main' AND database_name = current_database() ORDER BY table_name;
