"""The pages of figures: Accueil, Indicateurs, Méthode, and why a figure is what it is."""
