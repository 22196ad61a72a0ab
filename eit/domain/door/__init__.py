"""The firm's own door: what a firm is shown of itself, what it may answer, and who may hear whose name."""
