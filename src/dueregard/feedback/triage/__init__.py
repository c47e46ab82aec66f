"""Triage: each piece is read in its time, given themes, answered where somebody asked, and closed."""
