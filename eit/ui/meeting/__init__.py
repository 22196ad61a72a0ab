"""The page Rencontre: scenes, live entry, decisions."""
