"""The joint response: what a network says to a consultation together, and what some of its members see otherwise.

Nouns: a *joint response* is written by those who run the network, in *versions* that members read along; its
*paragraphs* are what its texts are made of; members *mark* it, until a last day, with the paragraphs that they have a
concern about; a *minority note* says what came of the marks.

Main rules: whoever writes is known by what they are called in the room, nobody else by anything. Marks go into a box
of their own by slips, as weight does (`boxes.py`), and the last of somebody's marks counts; nothing of them is shown
before the last day is over. Then they are counted once and destroyed. A concern is told where at least 10 members and
at least a fifth of those who marked have it, and so are the reasons; otherwise nothing is said and nobody reads them.
Another text is marked anew. A response goes out with its note, once the chair or a deputy, or somebody else
who runs the network than whoever wrote its last version, sends it.

To read it: `content.py` is all that a joint response holds, as pure functions; `actions.py` is every write.
"""
