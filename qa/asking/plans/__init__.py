"""Plans: what a typed line wants (its form, its dates, its corrected words)."""
