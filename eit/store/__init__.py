"""The only place that touches DuckDB and files."""
