import rules
from django.apps import AppConfig


class VoiceConfig(AppConfig):
    name = "dueregard.voice"
    label = "voice"

    def ready(self) -> None:
        """Seal what happened, name the messages, wind the clock, and take places on the thread and on pages."""
        from dueregard.design import navigation, tiles
        from dueregard.journal import seals
        from dueregard.networks import room_links
        from dueregard.people.models import is_colleague
        from dueregard.voice import beads, carrying, emails, issue_links, ticks  # noqa: F401  (two register the ticks)
        from dueregard.voice.leaders import is_leader
        from dueregard.voice.models import Happening
        from dueregard.voice.rules import may_weigh

        seals.seal(Happening)
        emails.register()
        beads.register()
        navigation.register("Voice", "voice", admits=is_colleague, order=30)
        tiles.register(
            "Voice",
            "Issues that networks raised, who must answer them by when, and what was promised and kept.",
            "voice",
            admits=is_colleague,
            order=30,
        )
        tiles.register(
            "Yours to answer",
            "Issues that wait for your answer, and what you promised.",
            "issues-to-answer",
            admits=lambda user: is_colleague(user) and is_leader(user),
            order=31,
        )
        tiles.register(
            "What is late",
            "Issues and promises that are late, and whose they are.",
            "late-issues",
            admits=lambda user: is_colleague(user) and user.holds("executive"),
            order=32,
        )
        if not rules.perm_exists("voice.weigh"):
            rules.add_perm("voice.weigh", may_weigh)
        room_links.register("Voice", "room-voice", order=40)
        issue_links.register(issue_links.WEIGH, "issue-weight")
