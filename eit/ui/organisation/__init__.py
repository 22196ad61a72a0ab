"""The page Organisation: one organisation, its flows, what it takes part in, what is missing."""
