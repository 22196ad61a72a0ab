"""The page Données: import, history, quality, export, publication."""
