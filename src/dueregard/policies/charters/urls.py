from django.urls import path

from dueregard.policies.charters import views

urlpatterns = [
    path("", views.charters, name="charters"),
    path("keep/", views.keep, name="keep-charters"),
    path("add/", views.add, name="add-charter"),
    path("<uuid:pk>/", views.charter, name="charter"),
    path("<uuid:pk>/level/", views.record_level, name="record-charter-level"),
    path("<uuid:pk>/owner/", views.hand_over, name="hand-over-charter"),
    path("<uuid:pk>/left/", views.leave, name="leave-charter"),
    path("<uuid:pk>/correct/", views.correct, name="correct-charter"),
]
