"""Measures Pincite with questions whose answers are known: figures, a report and a plot."""
