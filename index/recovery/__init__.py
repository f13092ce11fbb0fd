"""Goes back to an earlier generation, and rebuilds a damaged index."""
