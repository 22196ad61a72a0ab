"""Erases an organisation or a person from a file and from everything that was made of it."""
