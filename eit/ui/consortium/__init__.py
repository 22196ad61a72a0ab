"""The page Consortium and the document of a meeting."""
