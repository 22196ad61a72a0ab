"""Names of organisations as people write them, and the labels that stand for those that may not be said."""
