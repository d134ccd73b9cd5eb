"""Who is in it: names, roles, organisations, and whose form is whose."""
