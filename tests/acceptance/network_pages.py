"""The pages of the staff networks, in their states, by who opens them: outsiders, members, and those who run one."""

from collections.abc import Mapping

from dueregard.networks.conversations import moderation_actions as moderation
from dueregard.networks.conversations.models import Post
from dueregard.networks.seats import find
from dueregard.people.models import Person
from tests.evidence_of_the_tests import Evidence
from tests.networks.furnishing import Furnished
from tests.networks.members import make_network
from tests.networks.talking import client_of

Pages = list[tuple[str, str]]


def pages(evidence: Evidence, cast: dict[str, Person]) -> Pages:
    """Return (role, address) of each page. Of the cast everybody belongs to the first network, nobody to the second."""
    ours, theirs = evidence.networks
    empty = make_network("New network", chair=cast["chair"], approver=cast["equality-lead"])
    member = find(cast["staff"], ours.network)
    assert member is not None
    moderation.report(Post.objects.get(pk=ours.things["/posts/<"]), reason="It mocks somebody.", by=member)
    return [
        *to_an_outsider(theirs),
        *to_a_member(ours, cast["staff"]),
        *to_those_who_run_it(ours),
        *with_nothing_in_it(empty.code),
        ("equality-lead", "/networks/proposals/"),
        ("equality-lead", f"/networks/proposals/{evidence.proposal.code}/"),
        ("quality-lead", "/networks/concerns/"),
        ("quality-lead", f"/networks/concerns/{ours.things['/concerns/<']}/"),
    ]


def unopened(listed: Pages, opened: Mapping[str, str], cast: dict[str, Person]) -> dict[str, str]:
    """Return the HTML of the pages that no browser opened."""
    left = [(role, address) for role, address in listed if f"{role} {address}" not in opened]
    return {
        f"{role} {address}": client_of(cast[role]).get(address).content.decode() for role, address in left
    }


def to_an_outsider(theirs: Furnished) -> Pages:
    """Return what everyone on the staff reads of a network to which they do not belong, and of its room nothing."""
    things, day = theirs.things, theirs.coming.isoformat()
    paths = [
        *("", "before-you-join/", "join/", "ask/", "asked/", "meetings/", "plan/", "reports/", "room/"),
        f"reports/{theirs.year}/",
        *("resources/", f"resources/{things['/resources/<']}/"),
        *("campaigns/", f"campaigns/{things['/campaigns/<']}/"),
        f"meetings/{things['/meetings/<']}/{day}/",
    ]
    more = ("/networks/", "/networks/before-you-join/", "/networks/propose/", "/networks/calendar/")
    return [("staff", f"/networks/{theirs.network.code}/{path}") for path in paths] + [
        ("staff", path) for path in more
    ]


def to_a_member(ours: Furnished, person: Person) -> Pages:
    """Return what a member reads in the room, and what they asked."""
    things, day = ours.things, ours.coming.isoformat()
    asked, series = ours.enquiries[person.pk], f"room/meetings/{things['/meetings/<']}/"
    post = f"room/posts/{things['/posts/<']}/"
    paths = [
        *("", "room/", "room/start/", "room/search/", "room/search/?q=know", "room/search/?q=nothing"),
        *(f"room/conversations/{things['/conversations/<']}/", f"{post}report/", f"{post}risk/"),
        *("room/people/", "room/people/introduction/", "room/between-two/", "room/delete-everything/"),
        *("room/meetings/", "room/meetings/past/", series, f"{series}{day}/", f"{series}{day}/agenda/"),
        *(f"{series}{ours.held.isoformat()}/{path}" for path in ("", "agenda/", "minutes/")),
        *("room/library/", "room/library/stories/offer/"),
        *("room/seat/", "room/seat/louder/", "room/seat/leave/", "room/roles/"),
        *("asked/", f"asked/{asked}/", f"asked/{asked}/delete/"),
    ]
    return [("staff", f"/networks/{ours.network.code}/{path}") for path in paths]


def to_those_who_run_it(ours: Furnished) -> Pages:
    """Return what is there for the chair, and of what members read too what has more on it."""
    things, day = ours.things, ours.coming.isoformat()
    series = f"room/meetings/{things['/meetings/<']}/"
    signpost = f"room/signposts/{things['/signposts/<']}/"
    question = next(iter(ours.enquiries.values()))
    library = "room/library/"
    paths = [
        *("", "room/", "room/topics/", f"room/topics/{things['/topics/<']}/", "room/moderation/"),
        *(f"room/conversations/{things['/conversations/<']}/", f"room/posts/{things['/posts/<']}/edit/"),
        *(f"room/posts/{things['/posts/<']}/withdraw/", "room/questions/", f"room/questions/{question}/"),
        *("room/meetings/make/", series, f"{series}change/", f"{series}cancel/"),
        *(f"{series}{day}/{path}" for path in ("", "skip/", "move/", "agenda/")),
        *(f"{series}{ours.held.isoformat()}/minutes/{path}" for path in ("", "write/")),
        *("room/signposts/", "room/signposts/add/", f"{signpost}change/", f"{signpost}remove/"),
        *(library, f"{library}stories/", f"{library}report/", f"{library}plan/{things['/plan/<']}/remove/"),
        *(f"{library}{kind}/add/" for kind in ("resources", "campaigns", "plan")),
        *(f"{library}resources/{things['/resources/<']}/change/", "plan/", f"reports/{ours.year}/"),
        *(f"resources/{things['/resources/<']}/", f"campaigns/{things['/campaigns/<']}/"),
        *("room/seat/", "room/roles/"),
    ]
    held = ("facilitator", f"/networks/{ours.network.code}/room/posts/{things['/posts/<']}/hold/")
    return [("chair", f"/networks/{ours.network.code}/{path}") for path in paths] + [
        held,
        ("chair", "/networks/calendar/"),
    ]


def with_nothing_in_it(code: str) -> Pages:
    """Return the pages that say that there is nothing yet."""
    inside = (
        "",
        "people/",
        "meetings/",
        "meetings/past/",
        "library/",
        "moderation/",
        "questions/",
        "signposts/",
    )
    outside = ("meetings/", "resources/", "campaigns/", "plan/", "reports/")
    paths = [*(f"room/{path}" for path in inside), "room/library/stories/offer/", *outside]
    return [("chair", f"/networks/{code}/{path}") for path in paths]
