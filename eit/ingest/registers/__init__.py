"""Registers that come in by name: maps that ship with the product, proposed when the headings of a file are theirs."""
