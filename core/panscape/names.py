"""Finding the name that somebody meant, and the function that a name stands for."""

import importlib
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from panscape.errors import ConfigError


def nearest(name: str, known: Iterable[str]) -> str:
    """Return ``"; did you mean 'x'?"`` for the known name nearest to a misspelt or cut one, or ``""`` if none is near.

    Examples
    --------
    >>> nearest("steet", ["street", "plaza"])
    "; did you mean 'street'?"
    >>> nearest("vis", ["area", "visible_fraction"])
    "; did you mean 'visible_fraction'?"
    """
    known = list(known)
    begun = sorted(one for one in known if len(name) > 1 and one.startswith(name))
    found = get_close_matches(name, known, n=1, cutoff=0.6) or begun
    return f"; did you mean {found[0]!r}?" if found else ""


def resolve(name: str, built_in: Mapping[str, str], kind: str) -> Callable[..., Any]:
    """Return the function that a name in a configuration stands for.

    Parameters
    ----------
    name : str
        A key of ``built_in``, or ``"package.module:function"`` for a function of the user's own.
    built_in : mapping of str to str
        Name to ``"package.module:function"``.
    kind : str
        What is being looked for ("world", "consensus"), for the message.

    Raises
    ------
    ConfigError
        If there is no such name, module or function; the message lists what there is and says the nearest.
    """
    target = built_in.get(name, name)
    module_name, colon, attribute = target.partition(":")
    if not colon:
        known = sorted(built_in)
        raise ConfigError(
            f"there is no {kind} {name!r}{nearest(name, known)}; built in: {', '.join(known)}; "
            f"one of your own is named 'your_module:function'"
        )
    if not module_name or module_name.startswith(".") or not attribute:
        raise ConfigError(f"{kind} {name!r} names no module and function; one of your own is 'your_module:function'")
    try:
        found = getattr(importlib.import_module(module_name), attribute)
    except (ImportError, AttributeError) as error:
        raise ConfigError(f"{kind} {name!r} could not be loaded: {error}; is the module on PYTHONPATH?") from error
    if not callable(found):
        raise ConfigError(f"{kind} {name!r} names {type(found).__name__}, not a function")
    return found
