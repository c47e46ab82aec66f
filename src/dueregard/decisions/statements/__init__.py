"""The equality statement of a decided proposal, written from its records."""
