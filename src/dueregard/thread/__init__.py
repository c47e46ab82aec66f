"""The golden thread: from what staff raised to what was decided, done, measured and inspected, across all apps.

Nouns: a *kind* of record is registered by the app that owns it, and says what one is called, how far it is, when it
was, and where it is read; a *link* joins two records by their kinds and keys, with one of a few relations, read from
the earlier record to the later; a *station* is a place on the thread, the same eight in the same order; a *bead* is
one record on it, as one person sees it.

Main rules: a foreign key is for what must exist, a link for what explains, so links have none; the same two records
are joined in the same relation once, and only in one that their stations allow; who joins sees both; a link that was
wrong is withdrawn with a reason, and both records go on to show it as withdrawn. A person sees the beads that
`visible_to` of their own models gives them, and a link only where both ends are; the thread is never followed through
what a person may not see.

An app registers its kinds in its `AppConfig.ready`::

    kinds.register(Kind("issue", "Issue", Issue, Station.ISSUE, stage=…, title=…, day=…, href=…))

and a page draws the strip with ``{% load thread %}{% golden_thread record %}``.
"""
