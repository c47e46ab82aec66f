from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "dueregard.decisions"
    label = "decisions"

    def ready(self) -> None:
        """Seal what is adopted, attested and decided, and guard the order of it."""
        from dueregard.decisions.analyses.models import Considered
        from dueregard.decisions.gate import guards
        from dueregard.decisions.proposals.models import Screening, SecondView
        from dueregard.journal import seals

        for model in (Considered, Screening, SecondView):
            seals.seal(model)
        guards.seal()
