"""The table of intensities that somebody fetched, beside the data file."""
