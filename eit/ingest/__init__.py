"""Messy files in: read, map, convert, validate, preview, then commit or refuse with the reasons."""
