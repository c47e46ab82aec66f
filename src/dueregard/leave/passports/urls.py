from django.urls import path

from dueregard.leave.passports import shown_views, views

urlpatterns = [
    path("", views.passports, name="passports"),
    path("write/", views.write, name="write-passport"),
    path("share/", views.share, name="share-passport"),
    path("stop/", views.revoke, name="revoke-passport"),
    path("still-holds/", views.review, name="review-passport"),
    path("destroy/", views.destroy, name="destroy-passport"),
    path("readings/", views.readings, name="passport-readings"),
    path("versions/<uuid:pk>/", views.version, name="passport-version"),
    path("versions/<uuid:pk>/paper/", views.paper, name="passport-paper"),
    path("shown/<uuid:pk>/", shown_views.shown, name="passport-shown"),
    path("shown/<uuid:pk>/sign/", shown_views.sign, name="sign-passport"),
]
