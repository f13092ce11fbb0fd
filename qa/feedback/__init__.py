"""What a person says of an answer, kept in a file of their own, and saved questions asked again.

``recording`` writes a line for each verdict, which ``pincite eval`` reads; ``saved`` reads such
files and exports; ``replaying`` asks their questions again and compares.
"""
