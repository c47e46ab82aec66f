"""What is known and from when: evidence in versions, for each body that has a duty of its own.

Nouns: a *body* is a public body with a duty of its own (the one that uses this installation, and others whose
records it keeps); a piece of *evidence* has *versions*; a version speaks about a period (`about_from` to `about_to`)
and was received at a moment that nobody can set; a *document* is written in *statements*, each of a *sort*, and
published in *editions*.

Main rules: what is cited is a version, never "the latest"; a version is sealed as soon as it is there, and a mistake
in it is put right by another one; the moment of receipt is the clock's, so nothing can be cited as known before it was.
Each statement rests on what its sort asks for, or nothing is published; an edition is sealed, a correction is another.
"""
