from django.urls import path

from dueregard.people import views

urlpatterns = [
    path("sign-in/", views.SIGN_IN, name="sign-in"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("you/", views.you, name="you"),
    path("people/", views.organisation, name="organisation"),
    path("people/find/", views.find_staff, name="find-staff"),
    path("people/areas/<uuid:pk>/", views.service_area, name="service-area"),
]
