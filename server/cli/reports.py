"""What ``check`` prints for machines: a list of faults, workflow commands, SARIF 2.1.0."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote

from tools.wording import Language

if TYPE_CHECKING:
    from engine.language.diagnostics import Diagnostic

Format = Literal["text", "json", "github", "sarif"]
Fault = dict[str, Any]
"""``code``, ``severity``, ``file``, ``line``, ``column``, ``end``, ``message``, ``fix``."""

SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def shown_path(path: Path) -> str:
    """A path for reports: from the current folder where it lies below it, else its name alone."""
    try:
        return path.resolve().relative_to(Path.cwd().resolve()).as_posix()
    except (ValueError, OSError):
        return path.name


def as_faults(path: Path, diagnostics: Iterable[Diagnostic], language: Language) -> list[Fault]:
    """The faults of one file and of those that it leans on, in one language."""
    return [found.as_json(language) | {"file": _file(path, found.file)} for found in diagnostics]


def _file(path: Path, file: str) -> str:
    """The file of a fault, for reports: a library among the installed ones goes by its name."""
    if file == path.name:
        return shown_path(path)
    beside = path.parent / file
    return shown_path(beside) if beside.is_file() else file


def github(faults: Iterable[Fault]) -> str:
    """One workflow command a fault, as GitHub Actions reads them from a log."""
    lines = []
    for fault in faults:
        properties = {
            "file": fault["file"], "line": fault["line"], "col": fault["column"],
            "endColumn": fault["end"], "title": fault["code"],
        }  # fmt: skip
        shown = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
        said = fault["message"] + (f"\n{fault['fix']}" if fault["fix"] else "")
        lines.append(f"::{_COMMANDS[fault['severity']]} {shown}::{_data(said)}")
    return "\n".join(lines)


def sarif(faults: Sequence[Fault], language: Language) -> dict[str, Any]:
    """One run of SARIF 2.1.0. Columns count characters from 1; ``endColumn`` is the one after the last."""
    from engine.language.messages import catalogue
    from tools.wording import typeset

    known = catalogue()
    codes = sorted({fault["code"] for fault in faults})
    rules = []
    for code in codes:
        rule: dict[str, Any] = {"id": code}
        if code in known:
            title = known[code].title.in_(language).capitalize()
            rule |= {
                "shortDescription": {"text": typeset(title, language)},
                "help": {"text": f"autopsie explain {code}"},
                "defaultConfiguration": {"level": _LEVELS[known[code].severity]},
            }
        rules.append(rule)
    results = [
        {
            "ruleId": fault["code"],
            "ruleIndex": codes.index(fault["code"]),
            "level": _LEVELS[fault["severity"]],
            "message": {"text": fault["message"] + (f"\n{fault['fix']}" if fault["fix"] else "")},
            "locations": [{"physicalLocation": _location(fault)}],
        }
        for fault in faults
    ]
    driver = {"name": "autopsie", "version": _version(), "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}


def _location(fault: Fault) -> dict[str, Any]:
    region = {
        "startLine": fault["line"], "startColumn": fault["column"],
        "endLine": fault["line"], "endColumn": fault["end"],
    }  # fmt: skip
    return {"artifactLocation": {"uri": quote(fault["file"])}, "region": region}


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("autopsie")
    except PackageNotFoundError:
        return "0"  # run from a folder that was never installed


def _data(text: object) -> str:
    return str(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: object) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")
