"""Support: asking a network in confidence without joining it, and where else to turn."""
