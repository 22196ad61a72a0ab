"""Synergies: the table, the board, progress against targets, cases, years."""
