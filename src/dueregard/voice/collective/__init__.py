"""The anonymous half of the voice, kept in the commons: what people say together, and nobody can trace to one of them.

Nouns: a *box* holds what all staff put in about one thing (an issue, a survey); a *slip* is what somebody has put in
and what waits, among empty ones that look the same, to be emptied into the boxes; a *mark* is what a person's slip is
known by inside one box, and in no other; a *motion* is what members of a network mean to say to the outside together.

Main rules: putting in and taking back write all slips anew, in random order; the boxes are written anew, all of them
in random order, when the slips are emptied at a quarter of an hour and every night. So a stolen database does not
tell who put in, nor into which box, nor in what order. A box is counted in bands, once a day. A motion passes when a
chair or deputy says it, or when three members stand behind it; who did is forgotten as it passes.

To read it: `inside.py` is what a box holds, `boxes.py` puts in, empties and counts, `attack` in the tests is what a
thief can do.
"""
