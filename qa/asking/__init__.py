"""Ways of asking: what a typed line wants, and how it is carried out over the articles."""
