"""Networks, seats and roles: opening a network, joining, the dial, leaving, terms and hand-over, sizes in bands."""
