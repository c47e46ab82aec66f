"""The named system persons: who stands in the journal for what the roll-out and its concerns do by themselves."""

from uuid import UUID

from dueregard.jobs import Actor

ROLL_OUT = Actor(UUID("5e70a5e7-0000-4000-8000-0000000000a1"), "Due Regard roll-outs")
CONCERNS = Actor(UUID("5e70a5e7-0000-4000-8000-0000000000a2"), "Concerns about policies")
