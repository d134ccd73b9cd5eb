"""Feeds, pages and files: from bytes to articles taken in."""
