"""Backup and restore: both databases and the files, online, verified; the keys stay apart.

A backup is a folder: `databases/` with a copy or a dump of each, `files/` with what lies beside them, and
`manifest.json` with the SHA-256 of every file, the number of rows of every table, the heads of the chains and
the fingerprints of the keys, whose own SHA-256 stands in `manifest.sha256`. The manifest is written last, so a
folder without one is no backup.

The heads are read first, then each database is copied at one moment, then the files: an action puts its files in
their place before it commits, so whatever a copied row speaks of is there.
"""
