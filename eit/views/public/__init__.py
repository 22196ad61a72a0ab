"""A sealed edition as a page, a file and a map."""
