"""Agreed time: hours a month that somebody agreed with their manager to spend away from their cases.

It is for development, wellbeing, mentoring, volunteering or networks alike, and nothing here says which: there is no
field for a reason, and a manager sees the words "Agreed time" and no more. Nouns: *agreed time* is asked for, agreed
and ended; *time used* is the asker's own note of one month, which nobody else sees. One person has at most one that
waits and one that is agreed; when a new one is agreed, the one before it ends.
"""
