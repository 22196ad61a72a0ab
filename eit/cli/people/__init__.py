"""Commands about people: what they agreed to, what is kept of them, what happened to it."""
