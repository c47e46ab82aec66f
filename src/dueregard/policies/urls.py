"""The addresses of policies, by the part they belong to."""

from django.urls import include, path

urlpatterns = [
    path("", include("dueregard.policies.own.urls")),
    path("", include("dueregard.policies.rollout.urls")),
    path("", include("dueregard.policies.training.urls")),
    path("", include("dueregard.policies.texts.urls")),
]
