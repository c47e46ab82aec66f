"""The anonymous staff survey: how staff are, whether they belong, and whether they feel listened to.

Nouns: a *survey* has a name, a first and a last day, and the *statements* as they stood when it was planned; an
*answer* is how far one person agrees with each, and what they say about themselves; a survey is not yet open, open,
closed, or its results are published.

Main rules: every member of staff may answer once. That somebody has answered and what they answered lie in two boxes
of the commons, and nothing joins them (docs/adr/0020-survey-answers-apart.md). No page says whether somebody has
answered, not even to themselves: sent again, the first answers stay. One survey is open at a time. When it is closed a
data analyst has the answers counted once: a dataset with a row for each answer in the order of what they say, an
analysis, and a release that the equality lead publishes. Every figure on a page comes from that release. Then the
boxes are destroyed.

To read it from the bottom: `statements.toml` is what is asked, `answers.py` one answer as pure functions, `tables.py`
the dataset, `models.py` what is kept, `actions.py` every write of the main database and `collecting.py` of the commons,
`carrying.py` what passes between the two, `results.py` what a release tells, then forms and views.
"""
