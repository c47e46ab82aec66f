"""What is said in a network: conversations, and what members say of themselves."""

from dataclasses import dataclass
from itertools import pairwise

from dueregard.demo.network_life.conditions import an_author, not_below_zero, so_many_words

WORDS_OF_A_POST = (1, 120)


@dataclass(frozen=True)
class Post:
    """What an author says. Without `days_ago` it is of the day of the post before; `once` is for a one-off name."""

    author: int
    text: str
    cover: str = ""
    once: bool = False
    days_ago: int | None = None

    def __post_init__(self) -> None:
        an_author(self.author)
        so_many_words(self.text, *WORDS_OF_A_POST)
        not_below_zero("days_ago", self.days_ago or 0)


@dataclass(frozen=True)
class Conversation:
    """A title, one of the network's topics, and posts from the first to the latest."""

    title: str
    topic: str
    posts: tuple[Post, ...]

    def __post_init__(self) -> None:
        if not self.posts:
            raise ValueError("it has no posts")
        if self.posts[0].days_ago is None:
            raise ValueError("posts 1 must say days_ago")
        days = self.days
        for number, (earlier, later) in enumerate(pairwise(days), start=2):
            if later > earlier:
                raise ValueError(f"posts {number} is older than the one before it")
        named = {post.author for post in self.posts if not post.once}
        for number, post in enumerate(self.posts, start=1):
            if post.once and post.author in named:
                raise ValueError(f"posts {number} has a one-off name, but author {post.author} also has none")

    @property
    def days(self) -> tuple[int, ...]:
        """How many days ago each post was written."""
        days: list[int] = []
        for post in self.posts:
            days.append(days[-1] if post.days_ago is None else post.days_ago)
        return tuple(days)


@dataclass(frozen=True)
class Introduction:
    """What a member says of themselves, and whether they offer to be a buddy to somebody new."""

    author: int
    text: str
    buddy: bool = False

    def __post_init__(self) -> None:
        an_author(self.author)
        so_many_words(self.text, *WORDS_OF_A_POST)
