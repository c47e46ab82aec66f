"""Quarters: a quarter's themes become a dataset of `statistics`, and the board reads what is released of it."""
