"""Official boundary files in, one clean layer per kind out, beside the database."""
