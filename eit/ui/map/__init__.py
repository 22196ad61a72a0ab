"""The page Carte: the map of a selection and what stands beside it."""
