"""Who stands in the journal for people without a name, for networks, and for what happens by itself."""

from uuid import UUID

from dueregard.jobs import Actor

WITHOUT_A_NAME = Actor(UUID("5e70a5e7-0000-4000-8000-00000000c001"), "Somebody without a name")
INVITED = Actor(UUID("5e70a5e7-0000-4000-8000-00000000c002"), "Somebody by invitation")
CLOSING = Actor(UUID("5e70a5e7-0000-4000-8000-00000000c003"), "Due Regard consultations")
NETWORKS = Actor(UUID("5e70a5e7-0000-4000-8000-00000000c004"), "A staff network")
