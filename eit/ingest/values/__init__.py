"""Readers of the text of one cell: numbers, dates, units, words, positions."""
