"""The `mujaz` command."""

import sys

from bot.cli.command_line import main as run_command_line


def main() -> None:
    """Run the command line with the program's arguments and end with its status."""
    sys.exit(run_command_line(sys.argv[1:]))


if __name__ == "__main__":
    main()
