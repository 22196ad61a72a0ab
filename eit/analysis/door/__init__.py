"""The firm's own door, seen from the coordination: what a form shows, which links stand, which answers wait."""
