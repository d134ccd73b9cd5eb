"""Who said what: reporting verbs, statements and their speakers."""
