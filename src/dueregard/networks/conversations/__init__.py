"""Conversations: topics and posts, one-off names, covers, withdrawal, moderation by two, concerns, and buddies."""
