from django.urls import include, path

urlpatterns = [
    path("", include("dueregard.policies.own.urls")),
    path("", include("dueregard.policies.rollout.urls")),
    path("", include("dueregard.policies.training.urls")),
]
