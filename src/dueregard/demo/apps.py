from django.apps import AppConfig
from django.conf import settings


class DemoConfig(AppConfig):
    name = "dueregard.demo"
    label = "demo"

    def ready(self) -> None:
        """Offer the demonstration's data as examples, where there is a demonstration."""
        if settings.DEMO:
            from dueregard.demo.examples import first_datasets
            from dueregard.statistics import examples

            for one in first_datasets():
                examples.register(
                    examples.ExampleDataset(one.slug, one.title, one.about, plan=one.plan, data=one.data)
                )
