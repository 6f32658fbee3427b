"""What the company does."""
