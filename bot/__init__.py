"""Where we meet the world: settings, HTTP, feeds, chat platforms, clock, start-up."""
