from django.urls import path

from dueregard.leave import views

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
]
