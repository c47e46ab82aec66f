"""The named system persons of voice: who stands in the journal for what nobody who signs in did.

Issues come from networks, and so do verdicts; nobody may learn here which member pressed the button.
"""

from uuid import UUID

from dueregard.jobs import Actor

NETWORKS = Actor(UUID("5e70a5e7-0000-4000-8000-000000000010"), "The voice of the networks")
CLOCK = Actor(UUID("5e70a5e7-0000-4000-8000-000000000011"), "The answer clock")
