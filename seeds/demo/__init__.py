"""Demonstration feeds of four invented outlets, on public events of August 2024."""
