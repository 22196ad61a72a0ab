"""What a programme is made of beside its flows: its parts, its items, its calendar."""
