"""Results that a build keeps beside an index to save work for the next one; they may be deleted."""
