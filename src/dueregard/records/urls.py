from django.urls import path

from dueregard.records import views

urlpatterns = [
    path("", views.list_of_all, name="evidence"),
    path("add/", views.add, name="add-evidence"),
    path("<uuid:pk>/", views.evidence, name="one-evidence"),
    path("<uuid:pk>/version/", views.add_version, name="add-evidence-version"),
]
