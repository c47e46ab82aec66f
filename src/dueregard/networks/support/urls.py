from django.urls import path

from dueregard.networks.support import room_views, views

ONE = "<slug:code>/asked/<uuid:pk>/"
QUESTION = "<slug:code>/room/questions/<uuid:pk>/"
SIGNPOST = "<slug:code>/room/signposts/<uuid:pk>/"

urlpatterns = [
    path("<slug:code>/ask/", views.ask, name="ask-network"),
    path("<slug:code>/asked/", views.asked, name="asked"),
    path(ONE, views.question, name="asked-question"),
    path(f"{ONE}close/", views.close, name="close-asked"),
    path(f"{ONE}delete/", views.delete, name="delete-asked"),
    path("<slug:code>/room/questions/", room_views.questions, name="questions"),
    path(QUESTION, room_views.question, name="question"),
    path(f"{QUESTION}close/", room_views.close, name="close-question"),
    path("<slug:code>/room/signposts/", room_views.signposts, name="room-signposts"),
    path("<slug:code>/room/signposts/add/", room_views.add_signpost, name="add-signpost"),
    path(f"{SIGNPOST}change/", room_views.change_signpost, name="change-signpost"),
    path(f"{SIGNPOST}check/", room_views.check_signpost, name="check-signpost"),
    path(f"{SIGNPOST}remove/", room_views.remove_signpost, name="remove-signpost"),
]
