from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "dueregard.policies"
    label = "policies"

    def ready(self) -> None:
        """Take the places of each part, seal the receipts, name the messages, and begin a roll-out at each launch."""
        from dueregard.design import tiles
        from dueregard.journal import seals
        from dueregard.people.models import is_colleague
        from dueregard.policies.charters import registration as charters
        from dueregard.policies.models import Completion, Reading
        from dueregard.policies.own.sentences import what_waits
        from dueregard.policies.rollout import asking, emails
        from dueregard.policies.rollout import tasks as roll_outs  # noqa: F401  (registers what happens by itself)
        from dueregard.policies.rollout.rules import follows
        from dueregard.policies.texts import registration as texts
        from dueregard.policies.texts.launching import on_launch
        from dueregard.policies.training import tasks  # noqa: F401  (registers what happens by itself)
        from dueregard.voice import board_links

        texts.register()
        charters.register()
        seals.seal(Reading)
        seals.seal(Completion)
        emails.register()
        on_launch(asking.begin)
        board_links.register("Concerns about policies", "policy-concerns", admits=follows)
        tiles.register(
            "My reading and training",
            "Policies to read and short training to take, and what you have done.",
            "reading",
            admits=is_colleague,
            order=36,
            adds=what_waits,
        )
        tiles.register(
            "Roll-outs of policies",
            "How far each has come, how many have read it, and what concerns came out.",
            "roll-outs",
            admits=follows,
            order=37,
        )
