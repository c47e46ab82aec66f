import re
import unicodedata
from typing import Any, ClassVar
from uuid import uuid4

from django import forms

from dueregard.networks import risk
from dueregard.networks.conversations.actions import Said
from dueregard.networks.conversations.models import Kind, Topic
from dueregard.networks.conversations.signatures import as_known_here
from dueregard.networks.seats import Place

LONGEST_TEXT = 10_000
LONGEST_TITLE = 120
LONGEST_COVER = 80
KNOWN, ONCE = "known", "once"


class WordsField(forms.CharField):
    """What somebody writes, with the lines of every browser counted alike and without signs that nobody sees."""

    def __init__(self, *, label: str, longest: int, empty: str = "", rows: int = 0, **kwargs: Any) -> None:
        errors = {"max_length": f"{label} must be {longest:,} characters or fewer", "required": empty}
        widget: forms.Widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
        super().__init__(
            label=label,
            max_length=longest,
            required=bool(empty),
            widget=widget,
            error_messages=errors,
            **kwargs,
        )

    def to_python(self, value: Any) -> str:
        """Return the text as it is kept."""
        text = re.sub(r"\r\n?", "\n", str(value or ""))
        kept = "".join(sign for sign in text if sign == "\n" or unicodedata.category(sign) != "Cc")
        return super().to_python(kept) or ""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Let the server say what is too long: a browser would cut it without a word."""
        attrs: dict[str, Any] = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


class WritingForm(forms.Form):
    """Words that somebody is about to post."""

    GUARDED: ClassVar[tuple[str, ...]] = ("text",)

    @property
    def needs_guidance(self) -> bool:
        """Whether the words sound as if a life were at risk. Ask it of a form that is valid."""
        return risk.sounds_like_risk(*(str(self.cleaned_data.get(name, "")) for name in self.GUARDED))


def _text() -> WordsField:
    return WordsField(
        label="What you want to say", longest=LONGEST_TEXT, empty="Enter what you want to say", rows=8
    )


def _cover() -> WordsField:
    return WordsField(
        label="Content warning (optional)",
        longest=LONGEST_COVER,
        help_text="If some would rather not read this unprepared, say what it is about. It covers your post until "
        "it is opened.",
    )  # fmt: skip


class PostForm(WritingForm):
    """A post: its text, a warning that covers it, and the name under it."""

    GUARDED: ClassVar[tuple[str, ...]] = ("text", "cover")

    text = _text()
    cover = _cover()
    sign = forms.ChoiceField(
        label="How to sign it",
        widget=forms.RadioSelect,
        initial=KNOWN,
        error_messages={"required": "Select how to sign it"},
    )
    token = forms.UUIDField(
        widget=forms.HiddenInput,
        initial=uuid4,
        error_messages={"required": "Open this page again, then post"},
    )

    def __init__(
        self, *args: Any, place: Place, once: str = "", kind: str = Kind.OPEN, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if kind == Kind.PAIR:
            # Between two, each keeps the name under which they met.
            del self.fields["sign"]
        else:
            sign = self.fields["sign"]
            assert isinstance(sign, forms.ChoiceField)
            again = f"As “{once}”, your one-off name in this conversation"
            # Who speaks under a one-off name here must not step out of it by forgetting to choose.
            sign.initial = ONCE if once else KNOWN
            sign.choices = [
                (KNOWN, f"As I am known here: {as_known_here(place)}"),
                (ONCE, again if once else "With a one-off name, for this conversation only"),
            ]

    @property
    def said(self) -> Said:
        """What is to be posted."""
        return Said(
            text=self.cleaned_data["text"],
            cover=self.cleaned_data["cover"],
            once=self.cleaned_data.get("sign") == ONCE,
        )


class StartForm(PostForm):
    """A new conversation: its title and topic, and the first post."""

    GUARDED = ("title", "text", "cover")

    title = WordsField(label="Title", longest=LONGEST_TITLE, empty="Enter a title")
    topic = forms.ModelChoiceField(
        label="Topic (optional)",
        queryset=Topic.objects.none(),
        required=False,
        empty_label="No topic",
        error_messages={"invalid_choice": "Select one of the topics"},
    )
    field_order = ("title", "topic", "text", "cover", "sign", "token")

    def __init__(self, *args: Any, place: Place, **kwargs: Any) -> None:
        super().__init__(*args, place=place, **kwargs)
        topic = self.fields["topic"]
        assert isinstance(topic, forms.ModelChoiceField)
        topic.queryset = Topic.objects.visible_to(place)


class EditForm(WritingForm):
    """One's own post, written anew from a version that was read."""

    GUARDED = ("title", "text", "cover")

    title = WordsField(label="Title", longest=LONGEST_TITLE, empty="Enter a title")
    text = _text()
    cover = _cover()
    version = forms.IntegerField(
        widget=forms.HiddenInput, error_messages={"required": "Open this page again, then edit"}
    )

    def __init__(self, *args: Any, has_title: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_title:
            del self.fields["title"]


class ReasonForm(forms.Form):
    """Why a post should be looked at, or is held."""

    reason = WordsField(label="Reason", longest=500, empty="Enter the reason", rows=4)

    def __init__(self, *args: Any, label: str, hint: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label, self.fields["reason"].help_text = label, hint


class ConcernForm(forms.Form):
    """That somebody may be at risk."""

    why = WordsField(
        label="What worries you? (optional)",
        longest=2000,
        rows=5,
        help_text="Do not give your name. Say only what helps to keep somebody safe.",
    )
    token = forms.UUIDField(
        widget=forms.HiddenInput,
        initial=uuid4,
        error_messages={"required": "Open this page again, then send it"},
    )


class AnswerForm(forms.Form):
    """What those who answer for safeguarding say to a concern."""

    answer = WordsField(
        label="Your answer",
        longest=2000,
        empty="Enter your answer",
        rows=6,
        help_text="It is shown beside the post, to everyone who can read the conversation. Name nobody.",
    )


class TopicForm(forms.Form):
    """The name of a topic."""

    title = WordsField(
        label="Name of the topic", longest=80, empty="Enter a name", help_text="For example, North or Carers in court"
    )  # fmt: skip


class IntroductionForm(WritingForm):
    """What a member wants others to find."""

    GUARDED = ("text", "interests")

    text = WordsField(
        label="About you",
        longest=2000,
        empty="Enter something about you",
        rows=6,
        help_text="Only what you want others to know. Your team and your job may give you away.",
    )
    interests = WordsField(
        label="Region or topics (optional)",
        longest=120,
        help_text="In your own words, for example North, or returning after a long illness.",
    )
    buddy = forms.BooleanField(label="I am looking for a buddy", required=False)
