"""Feedback from children, young people, parents and readers: heard without an account, answered, and acted on.

Nouns: a *piece* of feedback is what somebody sent once, a complaint included; a *face* is the drawing a child chose;
an *answer* is what somebody asked us for, with a way to reach them; *triage* is reading each piece in its time; a
*referral* passes a piece to the practice supervisor on duty, because a child may be at risk; a *theme* is what pieces
are about, put there by a person; *answers about oneself* are characteristics, kept apart; a *page answer* says whether
a page was useful; a *reply* says "you said, we did" to one audience.

Main rules: nobody signs in to be heard, and nothing stays in the browser: no cookie, no cache, no referrer
(docs/adr/0017). A child is told before sending who reads it, and may say "not yet" to their worker. Words that sound
like a risk are read within one working hour, and help is shown first; whoever asks for an answer is contacted within
one working day. Words and contacts are stored closed and are erased, the theme stays. Characteristics have no link to
a piece, no time and no order. Numbers leave through a release of `statistics` alone. A second person publishes replies.

To read it from the bottom: `due.py`, `risk_words.py`, `pictures.py` and `reading_age.py` hold the rules as pure
functions, `models.py` gathers what is kept, `rules.py` says who may; then a folder for each subject: `public` (the
pages that anyone opens), `triage`, `apart` (answers about oneself), `page_answers`, `you_said` and `quarters` (datasets
and the board). `survey` is the anonymous survey of all staff.
"""
