"""Who stands in the journal for people without an account, and for what happens by itself."""

from uuid import UUID

from dueregard.jobs import Actor

SIGNED_OUT = Actor(UUID("5e70a5e7-0000-4000-8000-00000000f001"), "Somebody signed out")
HOUSEKEEPING = Actor(UUID("5e70a5e7-0000-4000-8000-00000000f002"), "Due Regard feedback")
