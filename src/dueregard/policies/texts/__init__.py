"""The text of a policy: its versions, their clauses, and how each came into force."""
