"""Guests by invitation, and letters to other bodies."""
