from django.urls import path

from dueregard.thread import views

urlpatterns = [
    path("links/<uuid:pk>/withdraw/", views.withdraw, name="withdraw-link"),
]
