"""Feedback on answers, and saved questions asked again.

``recording`` writes a line for each verdict, which ``pincite eval`` reads. ``saved`` reads such
files and exports. ``replaying`` asks their questions again and compares the answers.
"""
