"""One version of the data file after another: build, edit, swap, journal, undo, backup."""
