"""The only package that imports streamlit: cache, filters, state, components."""
