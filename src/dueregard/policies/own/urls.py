from django.urls import path

from dueregard.policies.own import views

urlpatterns = [
    path("reading/", views.reading, name="reading"),
    path("reading/team/", views.team, name="reading-of-team"),
    path("reading/<uuid:pk>/", views.read, name="read-policy"),
    path("reading/<uuid:pk>/done/", views.receipt, name="reading-receipt"),
]
