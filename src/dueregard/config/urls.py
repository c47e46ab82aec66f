"""Every route of the house. Each view declares who may open it (`dueregard.access`), or start-up stops."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from dueregard.config import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("", include("dueregard.people.urls")),
    path("jobs/", include("dueregard.jobs.urls")),
    path("post/", include("dueregard.post.urls")),
    path("leave/", include("dueregard.leave.urls")),
    path("policies/", include("dueregard.policies.urls")),
    path("charters/", include("dueregard.policies.charters.urls")),
    path("consultations/", include("dueregard.decisions.consultations.urls")),
    path("networks/<slug:code>/room/voice/", include("dueregard.voice.room_urls")),
    path("networks/<slug:code>/room/consultations/", include("dueregard.decisions.consultations.joint.urls")),
    path("voice/", include("dueregard.voice.urls")),
    path("feedback/", include("dueregard.feedback.urls")),
    path("bank-holidays/", include("dueregard.feedback.neutral_urls")),
    path("networks/", include("dueregard.networks.urls")),
    path("support/", include("dueregard.networks.support.public_urls")),
    path("calendar/", include("dueregard.networks.meetings.calendar_urls")),
    path("decisions/", include("dueregard.decisions.urls")),
    path("evidence/", include("dueregard.records.urls")),
    path("documents/", include("dueregard.records.documents.urls")),
    path("published/", include("dueregard.records.documents.public_urls")),
    path("thread/", include("dueregard.thread.urls")),
    path("statistics/", include("dueregard.statistics.urls")),
    path("design/", include("dueregard.design.urls")),
]

handler500 = "dueregard.config.views.server_error"

if settings.DEMO:
    urlpatterns.append(path("demo/", include("dueregard.demo.urls")))
