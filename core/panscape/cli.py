"""The command ``panscape``: which subcommands there are, and how an error becomes one line and an exit code."""

import errno
import json
import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from types import FrameType
from typing import Annotated, NoReturn

import typer

from panscape.errors import PanscapeError, UsageError, one_line

# The modules are small and import nothing heavy, so that ``panscape --help`` answers in < 0.3 s. They are named in
# strings because core knows nothing of the generator and of the evaluation: it only knows where their commands are.
COMMANDS = {
    "demo": "panscape.commands.demo:demo",
    "generate": "panscape.commands.generate:generate",
    "annotate": "panscape.commands.annotate:annotate",
    "evaluate": "panscape.commands.evaluate:evaluate",
    "compare": "panscape.commands.compare:compare",
    "check": "panscape.commands.check:check",
    "list": "panscape.commands.list:list_names",
}
INTERRUPTED, TERMINATED = 130, 143
# What typer raises at a wrong command line: click's classes in older versions, its own in newer ones.
WRONG_LINE: type[Exception] = typer.BadParameter.__mro__[2]


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command and leave the process with its exit code: see DESIGN, section 4."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    debug, as_json = (_taken(words, flag) for flag in ("--debug", "--json-errors"))
    signal.signal(signal.SIGTERM, _terminate)
    _keep_numba_able_to_cache()
    try:
        # Not standalone: typer would print its own errors in a box of six lines, and never as JSON.
        code = application()(args=words, prog_name="panscape", standalone_mode=False)
    except (PanscapeError, OSError, MemoryError, ImportError, WRONG_LINE) as error:
        if debug:
            raise
        sys.exit(_report(_of_ours(error, words), as_json) if words else UsageError.exit_code)  # the help was shown
    except (KeyboardInterrupt, typer.Abort):
        sys.exit(INTERRUPTED)
    sys.exit(code if isinstance(code, int) else 0)


def application() -> typer.Typer:
    """Return the typer application with every subcommand."""
    app = typer.Typer(
        name="panscape", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=_root.__doc__
    )
    app.callback()(_root)
    for name, target in COMMANDS.items():
        module, _, function = target.partition(":")
        app.command(name)(getattr(import_module(module), function))
    return app


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"panscape {version('panscape')}")
        raise typer.Exit


def _root(
    show_version: Annotated[
        bool, typer.Option("--version", help="Print the version and leave.", callback=_show_version, is_eager=True)
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show an error's traceback; anywhere on the line.")] = False,
    json_errors: Annotated[
        bool, typer.Option("--json-errors", help="Print errors as JSON, anywhere on the line.")
    ] = False,
) -> None:
    """Panoptic scenes with exact truth, simulated annotators, and scores of both."""


def _taken(words: list[str], flag: str) -> bool:
    """True if the flag is there; it is taken out, so that it may stand before or behind the subcommand."""
    there = flag in words
    while flag in words:
        words.remove(flag)
    return there


def _of_ours(error: Exception, words: Sequence[str]) -> Exception:
    """Turn typer's complaint of the command line into ours, with the help to look at."""
    if not isinstance(error, WRONG_LINE):
        return error
    command = next((word for word in words if word in COMMANDS), "")
    text = error.format_message().strip().rstrip(".")  # type: ignore[attr-defined]  # each of its versions has it
    joint = "" if text.endswith("?") else ";"
    return UsageError(f"{text}{joint} see panscape {command + ' ' if command else ''}--help")


def _report(error: Exception, as_json: bool) -> int:
    """Print one line on stderr and return the exit code."""
    code, text = _explained(error)
    if isinstance(error, OSError) and error.errno == errno.EPIPE:
        # `panscape … | head`: nobody reads on, and a message would have no reader either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    line = (
        json.dumps({"error": type(error).__name__, "message": text, "exit_code": code})
        if as_json
        else f"panscape: {text}"
    )
    print(line, file=sys.stderr)
    return code


def _explained(error: Exception) -> tuple[int, str]:
    if isinstance(error, PanscapeError):
        return error.exit_code, one_line(str(error))
    if isinstance(error, ImportError):
        from panscape.opencv import import_advice

        return 4, one_line(import_advice(error))
    if isinstance(error, MemoryError):
        return 4, "out of memory; use fewer --workers or smaller pictures"
    if isinstance(error, OSError) and error.filename:
        return 4, one_line(f"{error.filename}: {error.strerror}")
    return 4, one_line(str(error))


def _terminate(number: int, frame: FrameType | None) -> NoReturn:
    sys.exit(TERMINATED)


def _keep_numba_able_to_cache() -> None:
    """Give numba a folder for its cache where it would find none; without one it refuses to define kernels.

    A read-only installation run by a user without a home: numba raises "no locator available" at import.
    """
    if os.environ.get("NUMBA_CACHE_DIR"):
        return
    homes = (Path(__file__).parent, Path(os.environ.get("XDG_CACHE_HOME", Path("~/.cache").expanduser())))
    nearest = (next(folder for folder in (home, *home.parents) if folder.exists()) for home in homes)
    if not any(os.access(folder, os.W_OK) for folder in nearest):
        import tempfile

        os.environ["NUMBA_CACHE_DIR"] = str(Path(tempfile.gettempdir()) / f"panscape-numba-{os.getuid()}")


if __name__ == "__main__":
    main()
