"""What the campaign tries: a function for each goal, which counts what it tried and what failed."""
