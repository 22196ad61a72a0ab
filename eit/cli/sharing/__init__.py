"""Commands by which others read what this programme has: programs, and other programmes."""
