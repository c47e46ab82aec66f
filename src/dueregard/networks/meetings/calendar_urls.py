"""What stands in calendars, and so begins with nothing that tells of networks."""

from django.urls import path

from dueregard.networks.meetings import calendar_views as calendar

urlpatterns = [
    path("<slug:token>.ics", calendar.calendar_feed, name="calendar-feed"),
    path("<slug:uid>/", calendar.calendar_entry, name="calendar-entry"),
]
