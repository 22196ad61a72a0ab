"""What is written about a programme: how it begins, its fields, its lists, its own materials."""
