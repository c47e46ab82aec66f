"""Settings, routes and the `dueregard` command: where the rooms are put together."""
