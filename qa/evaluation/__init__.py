"""Measuring Pincite: questions whose answers are known in, figures, a report and a plot out."""
