"""What people write about an organisation and its flows."""
