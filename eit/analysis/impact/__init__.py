"""What exchanges and synergies avoid, in gases, tonnes and money; the headline figures."""
