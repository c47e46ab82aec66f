"""Consultations on a proposal: fairly opened, answered by anybody, read by people, and ended with what came of it.

Nouns: a *consultation* asks *questions* of staff, of networks, of *standing consultees* and partner bodies by
*invitation*, and of the public, who may have a *young people's version*; a *response* has an *answer* to each question;
*coding* puts *themes* to answers in batches; a *redaction* takes words out, with a reason; a *quotation* is what may be
read in public; a theme is *decided*: changed, not changed or later; the decision-maker *considers* the responses; an
*outcome* is published in *editions*; *equality answers* say who was heard; a *letter* sends on what is another body's.

Main rules: it opens only past the four Gunning checks (`gunning.py`); an anonymous answer is parked, put among the
others in one shuffle, and has no person, no time and no order; consent is asked for each answer; a theme is put by a
person, and what is counted from words is only suggested; a quotation that may tell who wrote it waits for a second
person; nothing is published while a theme is undecided, and each change to the text cites its theme.

To read it from the bottom: `gunning.py`, `quiet_time.py`, `counts.py`, `facts.py`, `coding/suggesting.py`,
`coding/identifying.py` and `outcomes/gate.py` hold the rules as pure functions; `models.py` gathers what is kept,
`rules.py` says who may; then a folder for each subject.
"""
