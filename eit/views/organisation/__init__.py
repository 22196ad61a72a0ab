"""One organisation in words."""
