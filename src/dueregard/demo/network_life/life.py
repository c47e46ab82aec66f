"""The whole of what is told of one network."""

from dataclasses import dataclass

from dueregard.demo.network_life.conditions import each_once, one_of
from dueregard.demo.network_life.library import Campaign, PlanItem, Resource, Signpost
from dueregard.demo.network_life.meetings import Series
from dueregard.demo.network_life.talk import Conversation, Introduction

DIALS = ("open", "members", "private")


@dataclass(frozen=True)
class NetworkLife:
    """Everything that is told of one network."""

    name: str
    purpose: str
    for_whom: str
    suggested: str
    about: str
    topics: tuple[str, ...]
    conversations: tuple[Conversation, ...]
    introductions: tuple[Introduction, ...]
    series: tuple[Series, ...]
    resources: tuple[Resource, ...]
    campaigns: tuple[Campaign, ...]
    plan: tuple[PlanItem, ...]
    signposts: tuple[Signpost, ...]

    def __post_init__(self) -> None:
        one_of("suggested", self.suggested, DIALS)
        each_once("topics", self.topics)
        each_once("titles of conversations", [one.title for one in self.conversations])
        each_once("authors of introductions", [one.author for one in self.introductions])
        for one in self.conversations:
            if one.topic not in self.topics:
                raise ValueError(
                    f"conversation “{one.title}” has the topic “{one.topic}”, which is none here"
                )
