"""The calendar, so that every count of days, months and people is made in one way.

Nouns: the *clock* tells this moment; a *working day* is a day from Monday to Friday that is no bank holiday
in England; a *period* is a month, a quarter or a financial year; a *band* is what is said of the size of a
group of staff. Main rules: everything that asks the time asks the clock; nobody writes an exact number of
staff where a band will do.
"""
