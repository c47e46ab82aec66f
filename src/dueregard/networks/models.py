"""Everything that the networks keep, gathered from their subjects for Django."""

from dueregard.networks.conversations.models import (
    Concern,
    Conversation,
    Introduction,
    Moderation,
    Participant,
    Post,
    Topic,
    Word,
)
from dueregard.networks.library.models import Campaign, PlanItem, Report, Resource, Story
from dueregard.networks.meetings.models import (
    ActionItem,
    AgendaItem,
    Change,
    Coming,
    Expected,
    Minutes,
    Series,
)
from dueregard.networks.membership.models import Handover, Network, Seat, Snapshot
from dueregard.networks.support.models import Enquiry, Message, Signpost

__all__ = [
    "ActionItem",
    "AgendaItem",
    "Campaign",
    "Change",
    "Coming",
    "Concern",
    "Conversation",
    "Enquiry",
    "Expected",
    "Handover",
    "Introduction",
    "Message",
    "Minutes",
    "Moderation",
    "Network",
    "Participant",
    "PlanItem",
    "Post",
    "Report",
    "Resource",
    "Seat",
    "Series",
    "Signpost",
    "Snapshot",
    "Story",
    "Topic",
    "Word",
]
