from django.urls import path

from dueregard.post import views

urlpatterns = [
    path("", views.outbox, name="post"),
    path("<uuid:pk>/", views.message, name="post-message"),
]
