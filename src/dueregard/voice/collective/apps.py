from django.apps import AppConfig


class CollectiveConfig(AppConfig):
    name = "dueregard.voice.collective"
    label = "collective"
    database = "commons"

    def ready(self) -> None:
        """Say who may do what, and forget where somebody stood who gets up from their seat."""
        import rules

        from dueregard.networks import leaving
        from dueregard.voice.collective import motions
        from dueregard.voice.collective.joint import actions as joint
        from dueregard.voice.collective.rules import PERMISSIONS

        for name, predicate in PERMISSIONS.items():
            if not rules.perm_exists(name):
                rules.add_perm(name, predicate)
        leaving.register("where somebody stood", motions.forget)
        leaving.register("what somebody wrote of a joint response", joint.forget)
