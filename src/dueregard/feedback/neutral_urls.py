"""The page that hides the others: its address stands in the browser's list, so it tells nothing."""

from django.urls import path

from dueregard.feedback.public import views

urlpatterns = [path("", views.hidden, name="hidden")]
