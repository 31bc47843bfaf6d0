"""Run one call with one tool, here and now, and let nothing out that the tool did not promise."""

from __future__ import annotations

import importlib
import logging
import math
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from pydantic import ValidationError

from tools.errors import AutopsieError, ToolFailed
from tools.finding import Call, Finding
from tools.tool import Cancelled, Progress, ResultField, Tool
from tools.verbs import Verb
from tools.wording import Words, typeset

if TYPE_CHECKING:
    from tools.bench import Bench

_log = logging.getLogger("autopsie.lab")

ToolFinder: TypeAlias = Callable[[Verb, str], Tool]
CATALOGUE = "tools.catalogue:tool"


def find_tools(where: str) -> ToolFinder:
    """The function ``module:name`` that gives a tool for a verb and a method."""
    module, _, name = where.partition(":")
    finder: ToolFinder = getattr(importlib.import_module(module), name)
    return finder


def execute(tool: Tool, call: Call, bench: Bench, progress: Progress) -> Finding:
    """Measure, then check the finding against the tool's own declarations.

    Raises :class:`~tools.tool.Cancelled`, the tool's own :class:`~tools.errors.AutopsieError`, or
    :class:`ToolFailed`: ``not_finite``, ``bad_result``, ``out_of_memory``, ``tool_crashed``.
    """
    try:
        finding = tool.run(call, bench, progress)
    except (Cancelled, AutopsieError):
        raise
    except MemoryError:
        raise ToolFailed(
            "out_of_memory",
            Words(fr="La mesure demande plus de mémoire qu’il n’y en a ici.",
                  en="The measure needs more memory than there is here."),
            Words(fr="Essayez une image plus petite.", en="Try a smaller picture."),
        ) from None  # fmt: skip
    except ValidationError as error:
        _log.exception("%s/%s gave a malformed finding", tool.verb, tool.method)
        raise _crashed(tool) from error
    except Exception as error:
        _log.exception("%s/%s failed", tool.verb, tool.method)
        raise _crashed(tool) from error
    check_finding(finding, tool)
    return finding.model_copy(update={"call": call, "caveats": [*finding.caveats, *_cautions(call)]})


def _cautions(call: Call) -> list[Words]:
    """What is said besides of a model that somebody brought."""
    from tools.catalogue import is_reference

    if not is_reference(call.subject):
        return []
    from tools.subjects.external.card import cautions

    return [Words(fr=typeset(each.fr, "fr"), en=each.en) for each in cautions(call.subject)]


def check_finding(finding: Finding, tool: Tool) -> None:
    """Refuse a finding with a number that is not finite, or whose result is not what the tool declares.

    Raises :class:`ToolFailed` (``not_finite``, ``bad_result``).
    """
    if not _finite(finding.model_dump()):
        raise ToolFailed(
            "not_finite",
            Words(
                fr="La mesure a donné un nombre qui n’en est pas un ; elle est écartée.",
                en="The measure gave a number that is not one; it is set aside.",
            ),
        )
    declared = {field.name: field for field in tool.results}
    wrong = sorted(declared.keys() ^ finding.result.keys())
    wrong += [name for name in declared.keys() & finding.result.keys()
              if not _fits(finding.result[name], declared[name])]  # fmt: skip
    if wrong:
        _log.error("%s/%s broke its declaration: %s", tool.verb, tool.method, ", ".join(wrong))
        names = ", ".join(wrong)
        raise ToolFailed(
            "bad_result",
            Words(
                fr=f"La mesure est sortie de ce que l’instrument annonce ({names}) ; elle est écartée.",
                en=f"The measure left what the instrument declares ({names}); it is set aside.",
            ),
        )


def _fits(value: object, field: ResultField) -> bool:
    if field.kind == "flag":
        return isinstance(value, bool)
    if field.kind in ("number", "share"):
        return _within(value, field)
    if field.kind == "one-of":
        return isinstance(value, str) and value in field.choices
    if field.kind == "text":
        return isinstance(value, str)
    if field.kind == "list-of":
        return isinstance(value, list) and all(
            isinstance(item, str) and (not field.choices or item in field.choices) for item in value
        )
    return isinstance(value, dict) and all(
        _within(item, field) and (not field.choices or name in field.choices) for name, item in value.items()
    )


def _within(value: object, field: ResultField) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    low, high = field.low, field.high
    if field.kind == "share":
        low, high = (0.0 if low is None else low), (1.0 if high is None else high)
    return (low is None or value >= low) and (high is None or value <= high)


def _finite(part: object) -> bool:
    if isinstance(part, float):
        return math.isfinite(part)
    if isinstance(part, Mapping):
        return all(_finite(value) for value in part.values())
    if isinstance(part, Iterable) and not isinstance(part, str | bytes):
        return all(_finite(value) for value in part)
    return True


def _crashed(tool: Tool) -> ToolFailed:
    return ToolFailed(
        "tool_crashed",
        Words(
            fr=f"L’instrument « {tool.title.fr} » s’est arrêté sur une erreur qui est la nôtre.",
            en=f"The instrument “{tool.title.en}” stopped on an error of ours.",
        ),
        Words(fr="Rien n’est perdu ; le journal du serveur dit pourquoi.",
              en="Nothing is lost; the server's log says why."),
    )  # fmt: skip
