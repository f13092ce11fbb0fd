"""Mends how a line is typed: slips, small letters and abbreviations."""
