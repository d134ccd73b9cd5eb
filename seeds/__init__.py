"""Data that people edit: starter feeds, known actors, demonstration articles."""
