"""What everyone may open, signed in or not."""

from django.urls import path

from dueregard.networks.support import views

urlpatterns = [path("", views.signposts, name="signposts")]
