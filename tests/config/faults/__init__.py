"""An installation in which everything goes wrong, with private values in every exception."""
