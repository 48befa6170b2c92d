"""From a YAML file and overrides to checked facts, with errors that say file, line, key and the way out."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from panscape.errors import ConfigError
from panscape.names import nearest

Model = TypeVar("Model", bound=BaseModel)
Place = tuple[str | int, ...]

MOST_BYTES = 1_000_000
MOST_NODES = 100_000  # with every alias written out: a bomb of a few lines stands for billions
DEEPEST = 64
YAML_1_1_WORDS = {"yes", "no", "on", "off", "y", "n"}


def load_config(model: type[Model], name_or_path: str | Path, kind: str, overrides: Sequence[str] = ()) -> Model:
    """Return the checked facts of a configuration.

    Parameters
    ----------
    model : subclass of pydantic.BaseModel
        With ``extra="forbid"``, so that a misspelt key is an error.
    name_or_path : str or Path
        The name of a built-in of that kind, or the path of a YAML file of your own.
    kind : str
        ``"recipe"``, ``"guideline"``, ``"annotator"``, ``"protocol"``: where built-ins are looked for.
    overrides : sequence of "key.below=value"
        Laid over the file; the value is read as YAML.

    Returns
    -------
    Model

    Raises
    ------
    ConfigError
        In one line: ``street.yaml:12: params.camera_hieght: unknown key; did you mean 'camera_height'?``
    """
    path = config_path(name_or_path, kind)
    source = _read(path)
    facts = source.facts
    origins = [_lay_over(facts, override) for override in overrides]
    return _checked(model, _Sources(source, tuple(zip(origins, overrides, strict=True))))


def config_path(name_or_path: str | Path, kind: str) -> Path:
    """Return the file of a configuration.

    Raises
    ------
    ConfigError
        If there is neither a built-in of that name nor such a file; the message lists the built-ins.
    """
    built_in = config_names(kind)
    text = str(name_or_path)
    if text in built_in:
        return built_in[text]
    path = Path(name_or_path)
    if path.is_file():
        return path
    if path.suffix in (".yaml", ".yml") or len(path.parts) > 1:
        raise ConfigError(f"{path}: there is no such file; built-in {kind}s: {', '.join(built_in) or 'none'}")
    raise ConfigError(
        f"there is no {kind} {text!r}{nearest(text, built_in)}; built in: {', '.join(built_in) or 'none'}; "
        f"one of your own is named by its path, such as ./{text}.yaml"
    )


def config_names(kind: str) -> dict[str, Path]:
    """Return the built-in configurations of a kind: name to file, in alphabetical order."""
    folder = _config_folder() / f"{kind}s"
    return {path.stem: path for path in sorted(folder.glob("*.yaml"))} if folder.is_dir() else {}


def _config_folder() -> Path:
    """``configs`` as the wheel packs it, or the checkout's where panscape is installed from one."""
    packaged = Path(__file__).with_name("configs")
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "configs"


@dataclass(frozen=True)
class _Source:
    """A YAML file: its content, and the line on which each key stands."""

    path: Path
    facts: dict[str, Any]
    lines: Mapping[Place, int]


@dataclass(frozen=True)
class _Sources:
    """A file and what was laid over it."""

    file: _Source
    overrides: tuple[tuple[Place, str], ...]

    def of(self, place: Place) -> str:
        """Where the value at a place comes from, for the head of a message."""
        for key, text in reversed(self.overrides):
            if place[: len(key)] == key:
                return f"--set {text}"
        while place and place not in self.file.lines:
            place = place[:-1]
        line = self.file.lines.get(place)
        return f"{self.file.path}:{line}" if line else str(self.file.path)


def _read(path: Path) -> _Source:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        text = path.read_bytes()[: MOST_BYTES + 1].decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: byte {error.start} is not UTF-8; save the file as UTF-8") from error
    if len(text) > MOST_BYTES:
        raise ConfigError(f"{path}: larger than {MOST_BYTES} bytes; is this a configuration?")
    try:
        node = YAML(typ="safe", pure=True).compose(text)
        lines = dict(_lines(node, path)) if node is not None else {}
        facts = YAML(typ="safe", pure=True).load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"{path}:{mark.line + 1}" if mark else str(path)
        raise ConfigError(f"{where}: {_in_short(error.problem or error.context or 'not YAML')}") from error
    except (YAMLError, RecursionError, ValueError) as error:
        if isinstance(error, ConfigError):
            raise
        raise ConfigError(f"{path}: not YAML: {_in_short(str(error) or type(error).__name__)}") from error
    if not isinstance(facts, dict):
        raise ConfigError(f"{path}: found {type(facts).__name__}, wanted keys with values, such as 'world: street'")
    return _Source(path, facts, lines)


def _in_short(problem: str) -> str:
    """One line of a YAML problem, with the tag of a Python object called what it is."""
    text = " ".join(problem.split())
    tag = re.search(r"could not determine a constructor for the tag '(.+)'", text)
    return f"the tag {tag[1]!r} is not allowed; write plain YAML" if tag else text


def _lines(root: Any, path: Path) -> Iterator[tuple[Place, int]]:
    """Each key's place and line; refuses what is endless, or grows when its aliases are written out."""
    pending: list[tuple[Place, Any]] = [((), root)]
    seen = 0
    while pending:
        place, node = pending.pop()
        seen += 1
        line = node.start_mark.line + 1
        if seen > MOST_NODES or len(place) > DEEPEST:
            raise ConfigError(
                f"{path}:{line}: more than {MOST_NODES} values or deeper than {DEEPEST}, with aliases written out"
            )
        if node.id == "mapping":
            for key, value in node.value:
                below = (*place, key.value)
                yield below, key.start_mark.line + 1
                pending.append((below, value))
        elif node.id == "sequence":
            for number, value in enumerate(node.value):
                yield (*place, number), value.start_mark.line + 1
                pending.append(((*place, number), value))


def _lay_over(facts: dict[str, Any], override: str) -> Place:
    """Set one ``key.below=value`` in place, and return the key's place."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    dotted, equals, text = override.partition("=")
    parts = dotted.strip().split(".")
    if not equals or not all(parts):
        raise ConfigError(f"--set {override}: wanted key=value, such as params.cars=3")
    try:
        value = YAML(typ="safe", pure=True).load(text)
    except (YAMLError, ValueError) as error:
        raise ConfigError(f"--set {override}: the value is not YAML: {_in_short(str(error))}") from error
    place: list[str | int] = []
    level: Any = facts
    for number, part in enumerate(parts):
        key = _key_of(level, part, f"--set {override}: ", ".".join(parts[:number]))
        place.append(key)
        if number == len(parts) - 1:
            level[key] = value
        elif type(level) is dict and level.get(key) is None:
            level[key] = {}
        level = level[key]
    return tuple(place)


def _key_of(level: object, part: str, head: str, above: str) -> str | int:
    """The key or the number that one part of a dotted key stands for; ConfigError if the level has none such."""
    if isinstance(level, dict):
        return part
    if not isinstance(level, list):
        raise ConfigError(f"{head}{above} is {level!r}; it has no keys of its own")
    if not (part.isdigit() and int(part) < len(level)):
        raise ConfigError(f"{head}{part!r} is not the number of one of the {len(level)} entries")
    return int(part)


def _checked(model: type[Model], sources: _Sources) -> Model:
    facts = sources.file.facts
    known, found = model.model_fields.get("schema_version"), facts.get("schema_version")
    newest = known.default if known else None
    if isinstance(newest, int) and isinstance(found, int) and found > newest:
        raise ConfigError(
            f"{sources.of(('schema_version',))}: schema_version: found {found}, "
            f"but this panscape reads up to {newest}; upgrade panscape: pip install --upgrade panscape"
        )
    try:
        return model.model_validate(facts)
    except ValidationError as error:
        faults = error.errors(include_url=False)
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        raise ConfigError(f"{_explained(model, faults[0], sources)}{more}") from error


def _explained(model: type[BaseModel], fault: Mapping[str, Any], sources: _Sources) -> str:
    """``file:line: key: found …, wanted …`` for one of pydantic's faults."""
    place: Place = tuple(fault["loc"])
    key = ".".join(str(part) for part in place)
    where, found = sources.of(place), fault["input"]
    if fault["type"] == "extra_forbidden":
        return f"{where}: {key}: unknown key{nearest(str(place[-1]), _keys_at(model, place[:-1]))}"
    if fault["type"] == "missing":
        return f"{sources.of(place[:-1])}: {key}: missing; add it"
    cause = fault.get("ctx", {}).get("error")
    if isinstance(cause, Exception):
        return f"{where}: {key or 'the whole'}: {cause}"
    wanted = fault["msg"].removeprefix("Input should be ")
    if isinstance(found, str) and found.lower() in YAML_1_1_WORDS:
        wanted += f" (YAML 1.2 reads {found} as a string: write true or false)"
    return f"{where}: {key}: found {_quoted(found)}, wanted {wanted}"


def _quoted(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"


def _keys_at(model: type[BaseModel], place: Place) -> list[str]:
    """The keys that the model knows at a place, as far as its annotations tell."""
    candidates: list[Any] = [model]
    for part in place:
        below: list[Any] = []
        for candidate in candidates:
            if isinstance(candidate, type) and issubclass(candidate, BaseModel):
                field = candidate.model_fields.get(str(part))
                below += [field.annotation] if field else []
            else:
                below += [argument for argument in get_args(candidate) if argument is not Ellipsis]
        candidates = [inner for candidate in below for inner in (candidate, *get_args(candidate))]
    return [
        name
        for candidate in candidates
        if isinstance(candidate, type) and issubclass(candidate, BaseModel)
        for name in candidate.model_fields
    ]
