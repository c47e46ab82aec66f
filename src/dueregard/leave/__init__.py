"""Leave for people who care for somebody: a carer asks, a manager agrees or postpones, and nothing else is asked.

Nouns: *days* are one or more days in a row, or half of one; a *request* is for such days, paid or unpaid; a *decider*
is the asker's line manager or that manager's manager. Paid leave is the body's own *policy*: a *leave year* is twelve
months, from 1 April unless told otherwise; an *account* is one person's paid leave in one leave year; its *ledger* is
a row of *lines* in whole minutes: the *entitlement*, what was *carried* over and *adjusted*, then what was *taken* and
*returned*. Unpaid leave is the law's *statutory week* in any twelve months, which are counted back from each day of
leave; a body may count its paid days so as well. A *day line* is what was taken or given back on one day. A *working
pattern* says how many minutes somebody works on each weekday, in one week or in a *rota* of weeks that take turns.

Main rules: no reason and no proof is asked for, and there is no refusal: a decider agrees, or within 7 days and before
the leave begins moves it to a day at most a month later and says why; nobody decides their own. A day costs what the
person would have worked on it, so two halves make a whole and a bank holiday costs nothing; leave that the work moves
costs no more than it did. Lines are never changed: what is undone is returned. The asker is locked before a balance is
read, and behind the lock stand constraints: a balance is never below zero, and no two lines have one number. The asker
and the deciders see a request, and the asker alone whether it is paid; colleagues in the team see the word "leave";
for everybody else nothing is there but bands of how many take it.

To read it from the bottom: `days.py`, `patterns.py`, `ledger.py` and `rolling.py` hold the rules as pure functions,
`policy.py` what the settings say, `models.py` what is kept, `rules.py` who may, `accounts.py` what stands,
`bookkeeping.py` how lines are added, `actions.py` every write, `reports.py` and `take_up.py` what pages show, then
forms, views and templates. The folder `agreed_time` is the second subject of this room: hours a month agreed with a
manager, whatever they are for; `working_weeks` is the third: on which days somebody works, and how long;
`passports` is what somebody has agreed with their manager and keeps themselves; `offers` puts everything there is for
carers, of whatever room, on one page.
"""
