"""The command `dixit`, in the process of the interpreter (see `src/python/command.rs`)."""

import sys

from dixit import _dixit


def main() -> int:
    """Runs the command with the arguments of the process; returns its exit code."""
    return _dixit.run(sys.argv[1:])
