"""What leaves the screen as a file: each writer gives bytes, and none of them can make a spreadsheet run something."""
