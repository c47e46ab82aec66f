"""Answers about oneself: characteristics that have no link to a piece of feedback, no time and no order."""
