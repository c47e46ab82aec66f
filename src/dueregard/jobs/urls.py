from django.urls import path

from dueregard.jobs import views

urlpatterns = [
    path("<uuid:pk>/", views.show, name="job"),
    path("<uuid:pk>/progress/", views.progress, name="job-progress"),
    path("<uuid:pk>/cancel/", views.cancel, name="cancel-job"),
]
