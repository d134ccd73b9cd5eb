"""The `mujaz` command line."""
