"""A launched policy is read by everyone it is for, and whoever has a concern says so without a name.

Nouns: a *plan* says how many days people have, and adds a line for managers; a *roll-out* is the asking for one
material version; a *task* asks one member of staff to read the policy by a day; a *reading* is the sealed receipt that
they did, of the version that they had open; a *concern* is what somebody wrote beside it; a *tally* is how many have
read, in bands.

Main rules: a material version ends the tasks of the former and asks anew, a minor one asks nobody, and whoever had not
read yet reads what is in force. A reading is never changed or taken away. The roll-out goes on in the background, may
be stopped and resumed, and asks each person once, by one message. Joiners and people who change into the audience are
asked within a day; leavers, and people who change out of it, drop out.

A reading with a concern and one without write the same to both databases: the words wait in the anonymous half of the
voice (`dueregard.voice.collective.boxes`), where a slip is put in either way, and come out once a week where at least
ten people have read the policy since the last time. Neither which of its forms somebody used nor any address of a
computer is kept.

To read it from the bottom: `audiences.py` who is asked, `quiet.py` when nobody is written to, `models.py`,
`actions.py` every write of the main database, `concerns.py` the anonymous half and `carrying.py` what comes out of it,
`groups.py` which numbers may be shown, `tallies.py` and `reports.py` the numbers and lists, `tasks.py` the background.
"""
