from django.urls import path

from dueregard.networks.library import story_views, views, writing_views

ROOM = "<slug:code>/room/library/"
STORY = f"{ROOM}stories/<uuid:pk>/"
RESOURCE = f"{ROOM}resources/<uuid:pk>/"
CAMPAIGN = f"{ROOM}campaigns/<uuid:pk>/"
PLAN_ITEM = f"{ROOM}plan/<uuid:pk>/"

urlpatterns = [
    path("<slug:code>/resources/", views.resources, name="network-resources"),
    path("<slug:code>/resources/<uuid:pk>/", views.resource, name="network-resource"),
    path("<slug:code>/campaigns/", views.campaigns, name="network-campaigns"),
    path("<slug:code>/campaigns/<uuid:pk>/", views.campaign, name="network-campaign"),
    path("<slug:code>/plan/", views.plan, name="network-plan"),
    path("<slug:code>/reports/", views.reports_of, name="network-reports"),
    path("<slug:code>/reports/<int:year>/", views.report, name="network-report"),
    path(ROOM, story_views.library, name="library"),
    path(f"{ROOM}stories/", story_views.offered_stories, name="offered-stories"),
    path(f"{ROOM}stories/offer/", story_views.offer_story, name="offer-story"),
    path(f"{STORY}withdraw/", story_views.withdraw_story, name="withdraw-story"),
    path(f"{STORY}publish/", story_views.publish_story, name="publish-story"),
    path(f"{STORY}take-down/", story_views.take_story_down, name="take-story-down"),
    path(f"{ROOM}resources/add/", writing_views.add_resource, name="add-resource"),
    path(f"{RESOURCE}change/", writing_views.change_resource, name="change-resource"),
    path(f"{RESOURCE}check/", writing_views.check_resource, name="check-resource"),
    path(f"{RESOURCE}remove/", writing_views.remove_resource, name="remove-resource"),
    path(f"{ROOM}campaigns/add/", writing_views.add_campaign, name="add-campaign"),
    path(f"{CAMPAIGN}change/", writing_views.change_campaign, name="change-campaign"),
    path(f"{CAMPAIGN}remove/", writing_views.remove_campaign, name="remove-campaign"),
    path(f"{ROOM}plan/add/", writing_views.add_plan_item, name="add-plan-item"),
    path(f"{PLAN_ITEM}change/", writing_views.change_plan_item, name="change-plan-item"),
    path(f"{PLAN_ITEM}remove/", writing_views.remove_plan_item, name="remove-plan-item"),
    path(f"{ROOM}report/", writing_views.write_report, name="write-report"),
]
