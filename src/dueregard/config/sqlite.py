"""Choose the SQLite library before Django imports one.

Write-ahead logging with several connections can corrupt a database in SQLite 3.7.0 to 3.51.2 (the WAL-reset
bug, mended in 3.51.3), and Python is often linked to such a version. The `pysqlite3` wheel brings a newer one;
where neither is new enough, the rollback journal is used, which is slower and safe.
"""

import sys
from types import ModuleType

library: ModuleType
try:
    import pysqlite3
except ImportError:  # platforms without the wheel use the system's library
    import sqlite3

    library = sqlite3
else:
    import pysqlite3.dbapi2

    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
    library = pysqlite3

WAL_IS_SAFE = library.sqlite_version_info >= (3, 51, 3)

# FULL: a write that was acknowledged survives a power cut. No mmap: it widens what a stray write can damage.
# secure_delete: what was erased is not left in the file for whoever steals it.
PRAGMAS = (
    f"PRAGMA journal_mode={'WAL' if WAL_IS_SAFE else 'DELETE'};"
    "PRAGMA synchronous=FULL;"
    "PRAGMA foreign_keys=ON;"
    "PRAGMA recursive_triggers=ON;"
    "PRAGMA mmap_size=0;"
    "PRAGMA secure_delete=ON;"
    "PRAGMA cache_size=-20000;"
    "PRAGMA temp_store=MEMORY;"
)
