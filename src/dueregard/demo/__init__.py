"""The demonstration: Rowan Children and Family Court Service and its regulator, the Inspectorate.

Everything here is invented: the organisation, every person and every case. Nouns: the *cast* are the people a
visitor can sign in as, one for each role; the *truth* is the gaps that were planted in the data, so that evidence
can be checked against them. Main rules: one seed gives one organisation, byte for byte; the routes of this room
exist only where `DUEREGARD_DEMO` is 1.
"""
