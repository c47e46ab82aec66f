from django.urls import path

from dueregard.networks.membership import room_views, views

urlpatterns = [
    path("", views.networks, name="networks"),
    path("before-you-join/", views.before_you_join, name="before-you-join"),
    path("propose/", views.propose, name="propose-network"),
    path("proposals/", views.proposals, name="network-proposals"),
    path("proposals/<slug:code>/", views.proposal, name="network-proposal"),
    path("<slug:code>/", views.network, name="network"),
    path("<slug:code>/before-you-join/", views.before_you_join, name="before-you-join-network"),
    path("<slug:code>/join/", views.join, name="join-network"),
    path("<slug:code>/room/seat/", room_views.seat, name="seat"),
    path("<slug:code>/room/seat/quieter/", room_views.quieter, name="quieter"),
    path("<slug:code>/room/seat/louder/", room_views.louder, name="louder"),
    path("<slug:code>/room/seat/leave/", room_views.leave, name="leave-network"),
    path("<slug:code>/room/roles/", room_views.roles, name="network-roles"),
]
