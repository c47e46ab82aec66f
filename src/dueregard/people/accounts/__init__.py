"""Accounts: how a person shows who they are, and what keeps others from pretending to be them.

Nouns: a *way in* is a password, a passkey, or the sign-in of the organisation (OpenID Connect); a *second factor* is
a code from an authenticator app, a recovery code or a passkey; a *session* is one browser in which a person is
signed in; a *limit* is how often something may be tried.

Main rules: accounts are made by the organisation, so there is no sign-up; every answer to a wrong attempt is the
same, whether there is such an account or not; whether a person is let in is asked at each request; a change to an
account asks again who is there; secrets are stored closed; each change leaves an entry in the journal.

django-allauth does the work (docs/adr/0009-sign-in.md). Each of its views that we use is named in `urls`, wearing a
policy of ours; no other is reachable.
"""
