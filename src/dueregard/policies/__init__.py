"""Policies: written down, decided, launched, read by everyone they are for, and looked at again on a date.

Nouns: a *policy* has an owner, an *audience* who must read it, and people whom it *covers*; a *version* is its whole
text in *clauses*; it is a *draft*, perhaps consulted on, then *approved*, *launched*, and one day *replaced* or
*retired*; a change is *minor* or *material*.

Main rules: a version is approved only on a decision, and its text is sealed from then on; of one policy one version is
in force at a time; the first version is material; a material change is read again, a minor one by nobody.
"""
