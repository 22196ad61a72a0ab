"""What people call a material: searched by name, code, trade word, and kind of name."""
