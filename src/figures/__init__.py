"""Accessible charts and table files from plain rows. Pure: knows nobody."""
