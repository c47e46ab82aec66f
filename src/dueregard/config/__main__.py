import sys

from dueregard.config.command import main

sys.exit(main())
