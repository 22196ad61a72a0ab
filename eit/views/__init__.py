"""Results become maps, charts, tables, numbers and sentences here: no query, no Streamlit."""
