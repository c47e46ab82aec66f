from django.urls import path

from dueregard.demo import views

urlpatterns = [
    path("", views.cast, name="demo-cast"),
    path("sign-in/", views.SIGN_IN, name="demo-sign-in"),
]
