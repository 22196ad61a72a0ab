"""Forms as they are described: which fields, and one check of what was typed in them."""
