"""Charters that the body has signed: how far it has come with each, since when, on what evidence, and until when.

Nouns: a *charter* is one of a few schemes for employers and has an *owner*; a *standing* is a level from a day until
its renewal; a *correction* says that a standing was recorded in error, and why.

Main rules: policy owners and the equality lead keep them; levels follow in turn and none is skipped; standings are
sealed, so that the history is what it was, and what is wrong in it is corrected beside it. A renewal that is due in
90 days is on its owner's start page. Everybody reads the level and since when, as long as it holds.
"""
