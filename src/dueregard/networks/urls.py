from django.urls import URLPattern, URLResolver, include, path

from dueregard.networks.conversations.urls import outside as concerns

# The folder of each subject lists its own addresses below. No address names a network.
urlpatterns: list[URLPattern | URLResolver] = [
    *concerns,
    # Before the subject whose addresses begin with the code of a network: "calendar/" is none.
    path("", include("dueregard.networks.meetings.urls")),
    path("", include("dueregard.networks.membership.urls")),
    path("", include("dueregard.networks.conversations.urls")),
    path("", include("dueregard.networks.support.urls")),
    path("", include("dueregard.networks.library.urls")),
]
