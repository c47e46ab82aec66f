"""The journal of the commons: one entry for each tick, with a digest of what the tick wrote, and no actors."""
