"""The document of a meeting: one page to print, or slides."""
