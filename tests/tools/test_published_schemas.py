"""The published schemas are those of the code, and real documents satisfy them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, ValidationError

from engine.play.events import ToolFinished
from server import schemas as build
from tools.bench import Bench
from tools.catalogue import VERBS, tools_of
from tools.finding import Call, Finding
from tools.perturb.dose_response import DoseResponse
from tools.tool import Tool

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "schemas"

NEEDS_LAYERS = {
    ("attribute", method)
    for method in (
        "occlusion",
        "gradient",
        "smoothgrad",
        "integrated_gradients",
        "grad_cam",
        "guided_backpropagation",
    )
}
# A subject of a few lines is enough for these; the matrix asks every instrument of real ones.
TOOLS = [
    tool
    for verb in VERBS
    for tool in tools_of(verb).values()
    if isinstance(tool, DoseResponse) and tool.default_case == "photographs"
] + [tools_of("reproduce")["paired_preference"], tools_of("attribute")["saliency"]]


@pytest.mark.parametrize("name", ["finding-1.json", "event-1.json"])
def test_the_files_are_current(name: str) -> None:
    shown = (FOLDER / name).read_text(encoding="utf-8")
    assert shown == build.written(build.schemas()[name]), "run: make schemas"
    Draft202012Validator.check_schema(json.loads(shown))


def small(tool: Tool, bench: Bench) -> Finding:
    params: dict[str, int] = {"n": 1} if "n" in tool.params.model_fields else {}
    call = Call(
        verb=tool.verb,
        method=tool.method,
        subject="twitter_crop",
        case=tool.default_case,
        params=params,  # type: ignore[arg-type]  # whole numbers are among what a call holds
        seed=3,
    )
    return tool.run(call, bench, lambda done, total: None)


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: f"{tool.verb}/{tool.method}")
def test_a_finding_keeps_its_tools_promises(tool: Tool, planted: Callable[[str], Bench]) -> None:
    keep_promises(tool, small(tool, planted("contrast")))


@pytest.mark.long
@pytest.mark.weights
def test_the_finding_of_an_explanation_keeps_its_promises(assets: Path) -> None:
    for verb, method in NEEDS_LAYERS:
        tool = tools_of(verb)[method]  # type: ignore[index]  # the names of verbs
        keep_promises(tool, small(tool, Bench()))


def keep_promises(tool: Tool, found: Finding) -> None:
    """Exactly the declared fields, in their ranges; a document that satisfies the schema; printed French."""
    assert set(found.result) == {field.name for field in tool.results}
    for field in tool.results:
        value = found.result[field.name]
        if field.kind == "one-of":
            assert value in field.choices
        elif field.kind in ("number", "share"):
            assert isinstance(value, int | float)
            assert field.low is not None
            assert field.high is not None
            assert field.low <= value <= field.high, field.name
    assert found.result["verdict"] == found.verdict
    document = json.loads(found.model_dump_json())
    Draft202012Validator(build.schemas()["finding-1.json"]).validate(document)
    assert Finding.model_validate(document) == found
    for language in ("fr", "en"):
        assert str(found.n) in found.sentence(language) or found.n == 1  # type: ignore[arg-type]
    for words in (found.question, found.conclusion, *found.caveats, *(c.says for c in found.placebo)):
        assert "'" not in words.fr
        assert " :" not in words.fr.replace("\u00a0:", ":")
        assert " %" not in words.fr
        assert words.fr.endswith((".", "?"))
        assert words.en.endswith((".", "?"))


def test_an_event_with_a_finding_satisfies_the_schema(planted: Callable[[str], Bench]) -> None:
    found = small(tools_of("perturb")["contrast"], planted("contrast"))
    event = json.loads(ToolFinished(seq=4, node="dose", finding=found, met=True).model_dump_json())
    validator = Draft202012Validator(build.schemas()["event-1.json"])
    validator.validate(event)
    with pytest.raises(ValidationError):
        validator.validate({**event, "surprise": 1})
