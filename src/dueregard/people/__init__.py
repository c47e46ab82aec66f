"""Who there is: the organisation, its staff, the roles people hold, and sign-in.

Nouns: a *person* can sign in; *staff* are the people employed here, each in a *team* of a *service area* or a
*directorate*, with a line manager; a *role* is held from one day to another.

Main rules: a right is asked of `person.holds(role)` at each request and depends on dates, never on a flag; a role is
asked for by one administrator, agreed by a second person, and ends by its date, and neither of the two is who gets it;
whoever has left is not let in and holds no role; the directory shows names, job titles and teams to colleagues and
nothing else about anyone; who holds which role is shown to the holder and to those who give roles.
"""
