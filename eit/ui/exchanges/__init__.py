"""The pages Échanges and Regrouper."""
