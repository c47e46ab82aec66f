"""Answers: as oneself, without a name, as an invited body, as a network, or gathered elsewhere."""
