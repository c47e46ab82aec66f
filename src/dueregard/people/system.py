"""The named system person: who stands in the journal for what nobody who can sign in did."""

from uuid import UUID

from dueregard.jobs import Actor

SET_UP = Actor(UUID("5e70a5e7-0000-4000-8000-000000000001"), "Due Regard set-up")
