"""Meetings: series that skip and move, agenda and minutes, roughly how many come, and the personal calendar.

To read it from the bottom: `dates.py` says when a series is held (pure), `models.py` what is kept, `refusals.py` why
something cannot be done; then the writes: `actions.py` of series and their dates, `coming_actions.py` of those who mean
to come, `formal_actions.py` of agenda, minutes and what was agreed. `ics.py` writes a calendar file (pure), and
`feed.py` says what stands in somebody's own.
"""
