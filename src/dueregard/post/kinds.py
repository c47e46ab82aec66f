"""The kinds of message there are, each with its subject and its template."""

from dataclasses import dataclass

# The common name of all private kinds in the outbox: how many there are of each is nobody's business.
PRIVATE = "private"
# What Django and its apps send through Django's own mail, such as a link to choose a new password.
ACCOUNT = "account"


@dataclass(frozen=True)
class Kind:
    """A kind of message. The subject may name values, as a template does."""

    name: str
    subject: str
    template: str
    private: bool = False

    @property
    def kept_as(self) -> str:
        """The name under which its messages are kept and listed."""
        return PRIVATE if self.private else self.name


NEUTRAL = Kind(PRIVATE, "You have updates in Due Regard", "post/mail/neutral.txt", private=True)

_kinds: dict[str, Kind] = {}


def kind(name: str, *, subject: str, template: str, private: bool = False) -> None:
    """Register a kind of message. Saying it twice is saying it once.

    A `private` kind goes out under a neutral subject and text, whatever its own are. Administrators read the names
    of the others in a list, so let them be plain words.
    """
    made = Kind(name, subject, template, private)
    if name in {PRIVATE, ACCOUNT} or not 0 < len(name) <= 100:
        raise ValueError(
            f"“{name}” cannot be the name of a kind of message. Give it another, up to 100 letters."
        )
    if _kinds.setdefault(name, made) != made:
        raise ValueError(f"“{name}” is the name of another kind of message already.")


def get(name: str) -> Kind:
    """Return the kind of that name, which must be registered."""
    found = _kinds.get(name)
    if found is None:
        raise ValueError(f"No kind of message is called “{name}”. Does AppConfig.ready register it?")
    return found


def registered() -> list[Kind]:
    """Return every kind, the neutral one included."""
    return [NEUTRAL, *_kinds.values()]
