from django.urls import include, path

from dueregard.people import mail_views, role_views, views

urlpatterns = [
    path("", include("dueregard.people.accounts.urls")),
    path("you/", views.you, name="you"),
    # It stands here and not in `networks`, so that nothing behind it can know what anybody belongs to.
    path("networks/mail/", mail_views.mail_choice, name="mail-choice"),
    path("people/", views.organisation, name="organisation"),
    path("people/find/", views.find_staff, name="find-staff"),
    path("people/areas/<uuid:pk>/", views.service_area, name="service-area"),
    path("people/roles/", role_views.roles, name="roles"),
    path("people/roles/ask/", role_views.ask, name="ask-role"),
    path("people/roles/<uuid:pk>/", role_views.role, name="role"),
    path("people/roles/<uuid:pk>/agree/", role_views.agree, name="agree-role"),
    path("people/roles/<uuid:pk>/end/", role_views.end, name="end-role"),
    path("people/leaving/<uuid:pk>/", role_views.leaving, name="leaving"),
]
