"""Issues that networks and members raise, and that a named leader must answer in time, before all staff.

Nouns: an *issue* is about people or about practice, has a theme, and asks one *leader* to answer; a *remit* says which
leader answers a theme where nobody is named; its *weight* is how many others stand behind it, as a band from 10 on;
an *answer* is will do, in part, or will not, because; a *promise* is what will be done, by when and by whom; a
*change* is the standard, practice aid, policy or training that became another because of an issue; a *happening* is
one line of what was done to an issue; a *round* begins when an issue is raised, and once more when the network
says that the answer did not help; it is *shown* when other staff may read its text and whose issue it is.

Main rules: no member and no network stands here beside a person: issues come in, and verdicts with them, through the
named system person "The voice of the networks", and the one named exception is the leader who must answer. All staff
see every issue. Of one that is not shown, everyone but the leader, and the executive to whom it has gone up, gets the
theme, the month, the stage, who must answer and whether that is late, and the answer with its promises: by one
projection (`reports.Seen`), which board, search, page, mail and thread share. There is one answer clock
(`deadlines.py`): acknowledge in 5 working days, answer in 20, once 10 more; it stands still only for a written
reason; 5 working days after a missed deadline an issue goes up to the chief executive by itself. The lengths are kept
with the issue, so a setting never moves an old deadline. A promise is kept or moved, with its old dates readable. An
issue about practice that was answered with yes is done only once a change is named. "No" reopens once.

To read it from the bottom: `deadlines.py` is the clock as pure functions, `models.py`, `promises.py` and
`happenings.py` what is kept, `rules.py` who may, `leaders.py` who answers, `actions.py` and `promise_actions.py` every
write, `reports.py` what is shown to whom, then forms, views and templates.
"""
