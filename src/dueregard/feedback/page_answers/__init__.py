"""Page answers: whether a page was useful, and what somebody was doing there."""
