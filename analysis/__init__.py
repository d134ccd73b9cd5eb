"""What a text says: names, quotes, roles, stories, summaries. Pure functions."""
