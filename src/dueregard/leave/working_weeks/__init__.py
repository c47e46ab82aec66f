"""Working weeks, the third subject of leave: on which days somebody works, and how long.

A line manager says how the hours that somebody is employed for are spread over a *rota* of one to four weeks that take
turns, such as a nine-day fortnight. An administrator changes the hours themselves; what is left of the leave year's
paid leave is adjusted by a line of its own.
"""
