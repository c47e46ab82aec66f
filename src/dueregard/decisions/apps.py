from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "dueregard.decisions"
    label = "decisions"

    def ready(self) -> None:
        """Seal what is adopted, attested and decided, guard its order, and take places on the thread and on pages."""
        from dueregard.decisions import beads
        from dueregard.decisions.analyses.models import Considered
        from dueregard.decisions.consultations import registration as consultations
        from dueregard.decisions.gate import guards
        from dueregard.decisions.proposals.models import Screening, SecondView
        from dueregard.decisions.rules import takes_part
        from dueregard.decisions.statements import edi
        from dueregard.design import navigation, tiles
        from dueregard.journal import seals
        from dueregard.records.documents import kinds

        for model in (Considered, Screening, SecondView):
            seals.seal(model)
        guards.seal()
        beads.register()
        kinds.register(edi.KIND)
        navigation.register(
            "Decisions", "proposals", admits=takes_part, order=40, also=("/evidence/", "/documents/")
        )
        tiles.register(
            "Decisions",
            "What is proposed, how it affects people who share a characteristic, and what was decided.",
            "proposals",
            admits=takes_part,
            order=40,
        )
        consultations.register()
