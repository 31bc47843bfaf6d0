"""Read a description, and tell each of its faults by line, in words, with the nearest name."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from tools.errors import CallRefused
from tools.names import nearest
from tools.parameters import expected
from tools.subjects.external.description import Description, Input, Limits, Output
from tools.wording import Words

MOST_BYTES = 65_536
MOST_TOLD = 3
_PARTS: dict[str, type[BaseModel]] = {"input": Input, "output": Output, "limits": Limits}
_HELP = Words(
    fr="Le format est expliqué dans docs/subjects/external.fr.md.",
    en="The format is explained in docs/subjects/external.md.",
)


@dataclass(frozen=True)
class Described:
    """A description, with the hash of its file."""

    description: Description
    sha256: str


def read_description(path: Path) -> Described:
    """Read and check a description file.

    Raises :class:`CallRefused`: ``description_missing``, ``description_unreadable`` (too large, not text),
    ``description_not_yaml``, ``description_refused``.
    """
    import yaml

    content = _bytes(path)
    name = path.name
    try:
        text = content.decode("utf-8-sig")
        # An alias of aliases makes a huge text out of a small file.
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(text)):
            raise _refused("description_refused", name, Words(
                fr="les renvois YAML (*nom) sont exclus.", en="YAML aliases (*name) are left out."
            ))  # fmt: skip
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        loaded = yaml.safe_load(text)
    except UnicodeDecodeError:
        raise _refused("description_unreadable", name, Words(
            fr="ce n’est pas du texte UTF-8.", en="it is not UTF-8 text.")) from None  # fmt: skip
    except yaml.MarkedYAMLError as broken:
        mark = broken.problem_mark
        line = mark.line + 1 if mark else 1
        raise _refused("description_not_yaml", name, Words(
            fr=f"ligne {line}, ce n’est pas du YAML ({broken.problem}).",
            en=f"line {line}, it is not YAML ({broken.problem})."), ) from None  # fmt: skip
    except (yaml.YAMLError, ValueError, RecursionError):
        raise _refused("description_not_yaml", name, Words(
            fr="ce n’est pas du YAML.", en="it is not YAML.")) from None  # fmt: skip
    if not isinstance(loaded, dict):
        raise _refused("description_refused", name, Words(
            fr="il y faut des lignes « clé: valeur », à commencer par « kind: ».",
            en="it needs lines “key: value”, “kind:” to begin with."))  # fmt: skip
    if (twice := _twice(node)) is not None:
        key, line = twice
        raise _refused("description_refused", name, Words(
            fr=f"ligne {line}, « {key} » est écrit deux fois.", en=f"line {line}, “{key}” is written twice."
        ))  # fmt: skip
    try:
        description = Description.model_validate(loaded)
    except ValidationError as error:
        raise _faults(name, node, error.errors(include_url=False)) from None
    return Described(description, hashlib.sha256(content).hexdigest())


def _bytes(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise FileNotFoundError
        if path.stat().st_size > MOST_BYTES:
            raise _refused("description_unreadable", path.name, Words(
                fr="elle pèse plus de 64 Ko.", en="it weighs more than 64 KB."))  # fmt: skip
        return path.read_bytes()
    except OSError:
        raise CallRefused(
            "description_missing",
            Words(fr=f"Il n’y a pas de fichier « {path} » que l’on puisse lire.",
                  en=f"There is no file “{path}” that can be read."),
            Words(fr="Nommez la description du modèle par --describe FICHIER.yaml.",
                  en="Name the description of the model with --describe FILE.yaml."),
        ) from None  # fmt: skip


def _faults(name: str, node: Any, problems: Sequence[ErrorDetails]) -> CallRefused:
    told = [_fault(node, problem) for problem in problems[:MOST_TOLD]]
    more = len(problems) - len(told)
    if more:
        told.append(Words(fr=f"Et {more} de plus.", en=f"And {more} more."))
    return _refused("description_refused", name, Words(
        fr=" ".join(each.fr for each in told), en=" ".join(each.en for each in told)))  # fmt: skip


def _fault(node: Any, problem: ErrorDetails) -> Words:
    place = [part for part in problem["loc"] if part != "function-before[_in_both(), ...]"]
    path = ".".join(str(part) for part in place)
    line = _line(node, place)
    kind = problem["type"]
    where = Words(fr=f"ligne {line},", en=f"line {line},")
    if kind == "said":
        context: dict[str, str] = problem.get("ctx") or {}
        return Words(fr=f"{where.fr} {context['fr']}", en=f"{where.en} {context['en']}")
    if kind == "extra_forbidden":
        known = _known(place[:-1])
        near = nearest(str(place[-1]), known)
        listed = ", ".join(known)
        return Words(
            fr=f"{where.fr} « {path} » n’existe pas."
            + (f" Vouliez-vous dire « {near} » ?" if near else f" Clés : {listed}."),
            en=f"{where.en} there is no “{path}”."
            + (f" Did you mean “{near}”?" if near else f" Keys: {listed}."),
        )
    if kind == "missing":
        return Words(fr=f"{where.fr} il manque « {path} ».", en=f"{where.en} “{path}” is missing.")
    wanted = expected(problem)
    near = None
    if kind == "string_type" and isinstance(problem["input"], bool | int | float):
        # YAML reads no, yes, on and 12 as something else than words.
        wanted = Words(fr="Mettez ce mot entre guillemets.", en="Put that word in quotes.")
    if kind == "literal_error":
        choices = str((problem.get("ctx") or {}).get("expected", "")).replace("'", "")
        near = nearest(str(problem["input"]), choices.replace(" or ", ", ").split(", "))
    if near:
        wanted = Words(fr=f"Vouliez-vous dire « {near} » ?", en=f"Did you mean “{near}”?")
    shown = str(problem["input"])[:60]
    return Words(
        fr=f"{where.fr} « {path} » ne peut pas valoir « {shown} ». {wanted.fr}",
        en=f"{where.en} “{path}” cannot be “{shown}”. {wanted.en}",
    )


def _known(place: Sequence[int | str]) -> list[str]:
    if not place:
        return list(Description.model_fields)
    part = _PARTS.get(str(place[0]))
    return list(part.model_fields) if part else list(Words.model_fields)


def _line(node: Any, place: Sequence[int | str]) -> int:
    """The line, from 1, of the deepest part of ``place`` that was written."""
    line = int(node.start_mark.line) + 1 if node is not None else 1
    for part in place:
        value = getattr(node, "value", None)
        if not isinstance(value, list):
            break
        if isinstance(part, int):
            if part >= len(value) or isinstance(value[part], tuple):
                break
            node = value[part]
            line = int(node.start_mark.line) + 1
            continue
        for entry in value:
            if isinstance(entry, tuple) and entry[0].value == part:
                line, node = int(entry[0].start_mark.line) + 1, entry[1]
                break
        else:
            break
    return line


def _twice(node: Any) -> tuple[str, int] | None:
    """The first key that one block holds twice, and its line: YAML would keep the last in silence."""
    seen: set[str] = set()
    for entry in getattr(node, "value", None) or ():
        if not isinstance(entry, tuple):
            continue
        key, value = entry
        if str(key.value) in seen:
            return str(key.value), int(key.start_mark.line) + 1
        seen.add(str(key.value))
        if (found := _twice(value)) is not None:
            return found
    return None


def _refused(code: str, name: str, what: Words) -> CallRefused:
    return CallRefused(
        code,
        Words(fr=f"La description {name} : {what.fr}", en=f"The description {name}: {what.en}"),
        _HELP,
    )
