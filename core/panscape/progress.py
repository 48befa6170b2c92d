"""How far the work is: a bar on a terminal, silence in a pipe."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress(what: str, steps: int, unit: str = "") -> Iterator[Callable[[int], None]]:
    """Give a function that is told how many more steps are done; a bar on stderr shows it, on a terminal only.

    Parameters
    ----------
    what : str
        What is being done, in a word or two.
    steps : int
    unit : str
        What is done in a step, in the plural: with it, the bar says how many a second.

    Examples
    --------
    >>> with progress("compare", 3) as advance:
    ...     advance(3)
    """
    if not sys.stderr.isatty():  # rich takes a tenth of a second to load
        yield _nobody_looks
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns: list[ProgressColumn] = [
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    ]
    if unit:
        columns.append(TextColumn("{task.fields[rate]}"))
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task(what, total=steps, rate="")

        def advance(count: int = 1) -> None:
            bar.update(task, advance=count)
            speed = bar.tasks[0].speed if bar.tasks else None
            if unit and speed:
                bar.update(task, rate=f"{speed:.1f} {unit}/s")

        yield advance


def _nobody_looks(count: int = 1) -> None:
    """What :func:`progress` gives in a pipe."""
