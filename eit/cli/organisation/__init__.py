"""Commands about one organisation: its rows, its files."""
