"""The `mujaz` command."""


def main() -> None:
    """Run the command line."""
