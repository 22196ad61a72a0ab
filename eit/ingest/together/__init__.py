"""What is asked of several rows at once: likely answers, and rows that are written twice."""
