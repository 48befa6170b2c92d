"""The worlds that scenes are built in: a name, and where the function is that builds one."""

from collections.abc import Mapping

# Strings, so that listing the worlds imports none of them.
WORLDS: Mapping[str, str] = {"street": "panscape.worlds.street:build"}

__all__ = ["WORLDS"]
