"""What is written to people about reading: that there is something, never what. Nobody is written to in quiet times."""

from collections.abc import Iterable

from dueregard import post
from dueregard.almanac import clock
from dueregard.people.models import Person
from dueregard.policies.rollout import quiet
from dueregard.policies.rollout.models import Task

ASKED, REMINDED, CONCERNS = "reading asked for", "reading reminded of", "concerns about a policy"


def register() -> None:
    """Tell the post which kinds of message there are."""
    post.kind(ASKED, subject="You have something to read in Due Regard", template="policies/mail/asked.txt")
    post.kind(
        REMINDED, subject="Something still waits for you to read it", template="policies/mail/reminded.txt"
    )
    post.kind(CONCERNS, subject="Concerns about your policy", template="post/mail/neutral.txt", private=True)


def ask(tasks: Iterable[Task]) -> None:
    """Write to each person once that there is something to read."""
    moment = quiet.next_moment(clock.now())
    for task in tasks:
        post.send(
            ASKED, to=task.staff.person.email, key=f"{ASKED} {task.pk}", not_before=moment, due_on=task.due_on
        )


def remind(tasks: Iterable[Task]) -> None:
    """Write to each person that it still waits, once for each time to remind."""
    for task in tasks:
        key = f"{REMINDED} {task.pk} {task.reminders}"
        post.send(REMINDED, to=task.staff.person.email, key=key, due_on=task.due_on)


def tell_of_concerns(owner: Person, *, occasion: str) -> None:
    """Write to the owner of a policy that concerns came out; the message says only that there is something."""
    moment = quiet.next_moment(clock.now())
    post.send(CONCERNS, to=owner.email, key=f"{CONCERNS} {occasion}", not_before=moment)
