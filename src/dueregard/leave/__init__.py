"""Paid leave for people who care for somebody: a carer asks, a manager agrees or postpones, and nothing else is asked.

Nouns: *days* are one or more days in a row, or half of one; a *request* is for such days; a *decider* is the
asker's line manager or that manager's manager; a *leave year* is twelve months, from 1 April unless told
otherwise; an *account* is one person's paid leave in one leave year; its *ledger* is a row of *lines* in whole
minutes: the *entitlement*, then what was *taken* and *returned*; a *working pattern* says how many minutes
somebody works on each weekday.

Main rules: no reason and no proof is asked for, and there is no refusal: a decider agrees, or within 7 days and
before the leave begins moves it to a day at most a month later and says why; nobody decides their own. A day
costs what the person would have worked on it, so two halves make a whole and a bank holiday costs nothing. Lines
are never changed: what is undone is returned. The asker's accounts are locked before a balance is read, and
behind the lock stand two constraints: a balance is never below zero, and no two lines have one number. The asker
and the deciders see a request; colleagues in the team see the word "leave"; for everybody else nothing is there.

To read it from the bottom: `days.py` and `ledger.py` hold the rules as pure functions, `models.py` what is kept,
`rules.py` who may, `actions.py` every write, `reports.py` what pages show, then forms, views and templates. The folder
`agreed_time` is the second subject of this room: hours a month agreed with a manager, whatever they are for.

`passports` is the third: what somebody has agreed with their manager and keeps themselves; `offers` puts everything
there is for carers, of whatever room, on one page.
"""
