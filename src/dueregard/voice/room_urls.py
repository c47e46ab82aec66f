from django.urls import path

from dueregard.voice import room_views as views
from dueregard.voice import weight_views

urlpatterns = [
    path("", views.voice_of_network, name="room-voice"),
    path("raise/", views.raise_issue, name="raise-issue"),
    path("drafts/<uuid:pk>/", views.motion, name="motion"),
    path("drafts/<uuid:pk>/reword/", views.reword, name="reword-motion"),
    path("drafts/<uuid:pk>/stand/", views.stand, name="stand-behind"),
    path("issues/<uuid:pk>/", views.issue_in_room, name="issue-in-room"),
    path("issues/<uuid:pk>/verdict/", views.give_verdict, name="give-verdict"),
    path("issues/<uuid:pk>/ask/", views.ask_network, name="ask-network"),
    path("issues/<uuid:pk>/weight/", weight_views.weight_in_room, name="weigh-in-room"),
]
