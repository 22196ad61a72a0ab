"""The web server around the pages: routes, headers, sign-in, modes, and what is private to Streamlit."""
