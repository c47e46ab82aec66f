from django.urls import path

from dueregard.networks.meetings import calendar_views as calendar
from dueregard.networks.meetings import formal_views as formal
from dueregard.networks.meetings import outside_views as outside
from dueregard.networks.meetings import series_views as running
from dueregard.networks.meetings import views

ROOM = "<slug:code>/room/meetings/"
ONE = f"{ROOM}<uuid:pk>/"
DATE = f"{ONE}<slug:day>/"

urlpatterns = [
    path("calendar/", calendar.your_calendar, name="your-calendar"),
    path("calendar/make/", calendar.make_calendar, name="make-calendar"),
    path("calendar/end/", calendar.end_calendar, name="end-calendar"),
    path("<slug:code>/meetings/", outside.meetings_for_all, name="meetings-for-all"),
    path("<slug:code>/meetings/<uuid:pk>/<slug:day>/", outside.meeting_for_all, name="meeting-for-all"),
    path(
        "<slug:code>/meetings/<uuid:pk>/<slug:day>/coming/",
        outside.say_coming_for_all,
        name="say-coming-for-all",
    ),
    path(ROOM, views.meetings, name="meetings"),
    path(f"{ROOM}past/", views.past_meetings, name="past-meetings"),
    path(f"{ROOM}make/", running.make_series, name="make-series"),
    path(f"{ROOM}agenda/<uuid:pk>/take-off/", formal.take_off_agenda, name="take-off-agenda"),
    path(f"{ROOM}agenda/<uuid:pk>/up/", formal.move_up_agenda, name="move-up-agenda"),
    path(f"{ROOM}agreed/<uuid:pk>/", formal.mark_action, name="mark-action"),
    path(ONE, views.series, name="series"),
    path(f"{ONE}change/", running.change_series, name="change-series"),
    path(f"{ONE}cancel/", running.cancel_series, name="cancel-series"),
    path(DATE, views.meeting, name="meeting"),
    path(f"{DATE}coming/", views.say_coming, name="say-coming"),
    path(f"{DATE}beside/", views.text_room, name="text-room"),
    path(f"{DATE}skip/", running.skip_meeting, name="skip-meeting"),
    path(f"{DATE}move/", running.move_meeting, name="move-meeting"),
    path(f"{DATE}as-planned/", running.hold_after_all, name="hold-after-all"),
    path(f"{DATE}agenda/", formal.agenda, name="agenda"),
    path(f"{DATE}minutes/", formal.minutes, name="minutes"),
    path(f"{DATE}minutes/write/", formal.write_minutes, name="write-minutes"),
    path(f"{DATE}minutes/publish/", formal.publish_minutes, name="publish-minutes"),
    path(f"{DATE}minutes/agreed/", formal.agree_to_do, name="agree-to-do"),
]
