"""What can be wrong with a backup.

BackupError
├── NotABackup    the folder is not a backup, or not one that can be trusted; nothing was changed
└── CannotCopy    a database or a folder could not be copied or put back; nothing is left half done
"""


class BackupError(Exception):
    """The base of what this package raises. The sentence says what is wrong and what to do."""


class NotABackup(BackupError):
    """The folder is not a backup, or not one that can be trusted."""


class CannotCopy(BackupError):
    """A database or a folder could not be copied or put back."""
