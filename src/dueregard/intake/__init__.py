"""Files in, with a receipt.

Nouns: a *kept* file lies in the files folder under the digest of what is in it; a *receipt* says what became
of a file: rows in = rows accepted + rows refused, with reasons. Main rules: a file that somebody else wrote
is read only in a *limited* child process, with a cap on memory, time and disk and without our secrets; a kept
file is whole or not there; a receipt is never changed.
"""
