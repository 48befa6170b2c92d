"""The errors that panscape raises on purpose, and the exit code that each gives the command."""

import re

# What moves a terminal's cursor, colours it or turns its writing round.
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def one_line(text: str) -> str:
    r"""Return a text for people in one line: names in it may come from anybody's files and may not act on a terminal.

    Examples
    --------
    >>> print(one_line("a\x1b[31m.png:\n  not there"))
    a\x1b[31m.png: not there
    """
    return CONTROL.sub(lambda found: ascii(found.group())[1:-1], " ".join(text.split()))


class PanscapeError(Exception):
    """An error that its reader can act on: one line that says where, what was found, what was wanted, the way out."""

    exit_code = 1


class UsageError(PanscapeError, ValueError):
    """The command or a function was asked for something that cannot be (exit 2)."""

    exit_code = 2


class ConfigError(UsageError):
    """A configuration file or override does not say what its schema allows (exit 2)."""


class DataError(PanscapeError, ValueError):
    """Input data is malformed or contradicts itself (exit 3)."""

    exit_code = 3


class LabelError(DataError):
    """A label and the description of its segments disagree (exit 3)."""


class StorageError(PanscapeError, OSError):
    """A file could not be read or written, or a folder is taken (exit 4)."""

    exit_code = 4


class PartialError(PanscapeError, RuntimeError):
    """Some items were done and some failed; the message lists the failed ones (exit 5)."""

    exit_code = 5
