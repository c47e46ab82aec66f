"""Staff networks that people can trust: whoever belongs to one is nobody's business.

Nouns: a *network* has a *charter* (what it is for, and for whom); a *seat* is somebody's place in it, found by a keyed
blind index and sealed; a *voice* is what a seat is called in the rows of the commons, and a *handle* what its
neighbours call it; the *dial* says who sees a name (open, members only, private); a *role* (chair, deputy, facilitator,
peer supporter, sponsor) is held in a sealed seat for a *term*; a *conversation* has *posts*; a *series* of meetings has
*dates*; an *enquiry* is a request for support; a *concern* is that somebody may be at risk.

Main rules: no row anywhere holds both a member and a network; nobody can list members, the chair included; what is
said in a room is stored closed with a key of that network, which is in no database and no backup; sizes of groups of
people are bands from a quarterly snapshot; quieter takes effect at once, louder after a typed confirmation and a day;
leaving leaves nothing. Inside a room the actor is a *place* (an opened seat), never a person. Everything is kept in
the commons, whose journal has one entry for each quarter of an hour and no actors.

To read it from the bottom: `keyring.py` and `sealing.py` close and find what is stored, `models.py` gathers what is
kept, `seats.py` opens and shuffles seats, `acting.py` is what every action wears, `rooms.py` is the door; then a folder
for each subject, with its models, rules, actions, forms and views: `membership`, `conversations`, `meetings`,
`support` and `library`.
"""
