from django.urls import path

from dueregard.decisions.consultations.joint import views

urlpatterns = [
    path("", views.consultations, name="room-consultations"),
    path("<uuid:pk>/begin/", views.begin, name="begin-joint-response"),
    path("together/<uuid:pk>/", views.response, name="joint-response"),
    path("together/<uuid:pk>/write/", views.write, name="write-joint-response"),
    path("together/<uuid:pk>/put/", views.put, name="put-joint-response"),
    path("together/<uuid:pk>/do/", views.do, name="send-joint-response"),
    path("together/<uuid:pk>/versions/<int:number>/", views.version, name="version-of-joint-response"),
]
