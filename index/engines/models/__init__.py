"""Prepares a published transformer to run: it is converted once, kept in the user's cache folder,
and run by OpenVINO, or by torch if OpenVINO cannot be used."""
