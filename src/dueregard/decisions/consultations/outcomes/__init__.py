"""What came of it: themes decided, replies, the decision-maker’s word, and the outcome that is published."""
