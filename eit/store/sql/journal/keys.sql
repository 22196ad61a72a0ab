-- Every table of the file with the columns of its primary key (empty: none), by name.
SELECT tables.table_name, coalesce(constraints.constraint_column_names, [])
FROM duckdb_tables() AS tables
LEFT JOIN duckdb_constraints() AS constraints ON constraints.table_oid = tables.table_oid
    AND constraints.database_name = tables.database_name AND constraints.constraint_type = 'PRIMARY KEY'
WHERE NOT tables.internal AND tables.schema_name = 'main' AND tables.database_name = current_database()
ORDER BY tables.table_name;
