from django.urls import include, path

from dueregard.leave import views
from dueregard.leave.agreed_time import views as agreed_time
from dueregard.leave.offers import views as offers
from dueregard.leave.working_weeks import views as working_weeks

urlpatterns = [
    path("", views.leave, name="leave"),
    path("ask/", views.ask, name="ask-for-leave"),
    path("check/", views.check, name="check-leave"),
    path("calendar/", views.calendar, name="leave-calendar"),
    path("requests/<uuid:pk>/", views.request_page, name="leave-request"),
    path("requests/<uuid:pk>/sent/", views.sent, name="leave-sent"),
    path("requests/<uuid:pk>/agree/", views.agree, name="agree-to-leave"),
    path("requests/<uuid:pk>/postpone/", views.postpone, name="postpone-leave"),
    path("requests/<uuid:pk>/withdraw/", views.withdraw, name="withdraw-leave"),
    path("take-up/", views.take_up, name="leave-take-up"),
    path("weeks/", working_weeks.working_weeks, name="working-weeks"),
    path("weeks/<uuid:pk>/", working_weeks.working_week, name="working-week"),
    path("agreed-time/", agreed_time.agreed_time, name="agreed-time"),
    path("agreed-time/ask/", agreed_time.ask, name="ask-for-time"),
    path("agreed-time/used/", agreed_time.note_used, name="note-time-used"),
    path("agreed-time/<uuid:pk>/", agreed_time.agreed_time_of, name="agreed-time-of"),
    path("agreed-time/<uuid:pk>/agree/", agreed_time.agree, name="agree-to-time"),
    path("agreed-time/<uuid:pk>/end/", agreed_time.end, name="end-agreed-time"),
    path("for-carers/", offers.for_carers, name="for-carers"),
    path("passports/", include("dueregard.leave.passports.urls")),
]
