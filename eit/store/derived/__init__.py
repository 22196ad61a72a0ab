"""What follows from the tables of a data file: candidate pairs, beside it, and the territories above companies."""
