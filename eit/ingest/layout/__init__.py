"""How a table is laid out: merged cells, several rows of titles, sections, repeated titles, materials as columns."""
