"""The pipeline of synergies as a board and as tables."""
