from django.urls import path

from dueregard.networks.conversations import moderation_views as moderation
from dueregard.networks.conversations import people_views as people
from dueregard.networks.conversations import views

urlpatterns = [
    path("<slug:code>/room/", views.room, name="room"),
    path("<slug:code>/room/search/", views.search, name="search-room"),
    path("<slug:code>/room/topics/", views.topics, name="topics"),
    path("<slug:code>/room/topics/<uuid:pk>/", views.rename_topic, name="rename-topic"),
    path("<slug:code>/room/start/", views.start, name="start-conversation"),
    path("<slug:code>/room/conversations/<uuid:pk>/", views.conversation, name="conversation"),
    path("<slug:code>/room/conversations/<uuid:pk>/reply/", views.reply, name="reply"),
    path("<slug:code>/room/posts/<uuid:pk>/edit/", views.edit_post, name="edit-post"),
    path("<slug:code>/room/posts/<uuid:pk>/withdraw/", views.withdraw_post, name="withdraw-post"),
    path("<slug:code>/room/posts/<uuid:pk>/report/", moderation.report_post, name="report-post"),
    path("<slug:code>/room/posts/<uuid:pk>/risk/", moderation.raise_concern, name="raise-concern"),
    path("<slug:code>/room/posts/<uuid:pk>/hold/", moderation.hold_post, name="hold-post"),
    path("<slug:code>/room/posts/<uuid:pk>/release/", moderation.release_post, name="release-post"),
    path("<slug:code>/room/posts/<uuid:pk>/ask-removal/", moderation.ask_for_removal, name="ask-for-removal"),
    path("<slug:code>/room/posts/<uuid:pk>/remove/", moderation.remove_post, name="remove-post"),
    path("<slug:code>/room/moderation/", moderation.moderation, name="moderation"),
    path("<slug:code>/room/delete-everything/", views.delete_everything, name="delete-everything"),
    path("<slug:code>/room/delete-everything/done/", views.deleted_everything, name="deleted-everything"),
    path("<slug:code>/room/people/", people.people_here, name="people-here"),
    path("<slug:code>/room/people/names/", people.names_here, name="names-here"),
    path("<slug:code>/room/people/introduction/", people.introduction, name="introduction"),
    path(
        "<slug:code>/room/people/introduction/remove/", people.remove_introduction, name="remove-introduction"
    ),
    path("<slug:code>/room/people/<uuid:pk>/hello/", people.say_hello, name="say-hello"),
    path("<slug:code>/room/between-two/", people.between_two, name="between-two"),
]

# Outside the rooms, for those who answer for safeguarding. They stand before the addresses that begin with a code.
outside = [
    path("concerns/", moderation.concerns, name="concerns"),
    path("concerns/<uuid:pk>/", moderation.concern, name="concern"),
]
