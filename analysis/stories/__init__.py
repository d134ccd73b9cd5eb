"""Which articles report the same event, decided as they come in."""
