"""What the field means, pure: no file, no database, no screen."""
