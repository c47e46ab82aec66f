"""Who was heard: answers about oneself, kept apart from what somebody answered."""
