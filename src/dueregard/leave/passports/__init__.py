"""Passports: what people who care, or have a disability, agree with their manager, kept by themselves.

Nouns: a *passport* belongs to one person; its *draft* has *notes*, which nobody else ever reads, and an *agreed
part*; a *version* is an agreed part as its owner signed it; a *grant* lets the line manager of the day read one
version until some day; a *reading* is one look at it by that manager.

Main rules: the owner writes, shows, stops showing and destroys it, and nobody else may do any of it or list
passports. To show a version is to sign it; the manager signs beside. What was signed never changes; a change is a new
version, which the manager reads once the owner has signed and shown it. A grant is good for the manager to whom it
was given while that manager is the line manager, until its last day, or until the owner takes it back in one press;
past it the page is not there. All words are closed at rest (`access.envelopes`) and are in no journal, message or
log. How many there are is said as a band, of those that both had signed when the quarter began. After somebody has
left, theirs is destroyed.
"""
