"""Every page of ``docs/diagnostics``: its wrong example gives its code, its right example does not."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engine.author.announced_time import misannounced
from engine.author.explore import explore
from engine.author.unreached import never_ended
from engine.guide.grounding.gate import judge
from engine.guide.licensed import evidence_of
from engine.language.diagnostics import Diagnostics, Place
from engine.language.messages import catalogue
from engine.language.reader import read_scenario, read_source
from engine.language.schema import Scenario
from engine.language.versions import undeclared_changes
from engine.play.events import Event, Narrated, StaleAnswer
from engine.play.migration import carry_over, is_behind
from engine.play.playthrough import AskWait, Step, ToolWait, open_play, take_answer, take_failure
from engine.play.replay import ReplayError, replay
from tools import catalogue as lab
from tools.gate import too_late
from tools.wording import Words

PAGES = Path(__file__).resolve().parents[3] / "docs/diagnostics"
FRAME = PAGES.parent / "authors/assets/cadre.png"
DRAFT = {"P610", "F911", "R351"}  # no record yet, a way out before the placebo, an unused name
RECORDS = ("F901", "F902", "T422", "T423")
PLAYED = ("G540", "G541", "P630", "X801", "X802", "X803", "X804", "X805")  # told by more than reading
LIBRARIES = {
    "commune": 'format: library/1\nid: commune\ntitle: Commune\nsources: {yee: {title: "T", year: 2021}}\n',
    "bancale": "format: library/1\nid: bancale\ntitle: Bancale\nuses: [commune]\n",
    "vide": "id: vide\ntitle: Sans format\n",
}

SCENARIO = """\
format: incident/1
id: essai
title: Essai
nodes:
  mesure:
    tool: reproduce
    text: "La part vaut {mesure.rate:percent}."
    expect: {rate: 0.4..0.8}
  fin:
    ending: undecided
    text: Fin.
"""


def examples(code: str) -> dict[str, tuple[str, str]]:
    """``wrong`` and ``right``: the info line and the text of each fenced block."""
    page = (PAGES / f"{code}.md").read_text(encoding="utf-8")
    blocks = re.findall(
        r"^## (Wrong|Right)[^\n]*\n\n```([^\n]*)\n(.*?)\n```$", page, re.MULTILINE | re.DOTALL
    )
    return {name.lower(): (info, text) for name, info, text in blocks}


def source_of(info: str, text: str) -> bytes:
    """The bytes of an example: ``⟨x × 9⟩`` repeats; an ``escaped`` one writes odd bytes as ``\\x``."""
    text = re.sub(r"⟨(.) × (\d+)⟩", lambda found: found[1] * int(found[2]), text)
    raw = f"{text}\n".encode()
    if "escaped" not in info:
        return raw
    raw = re.sub(rb"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)).encode(), raw)
    return re.sub(rb"\\x([0-9a-f]{2})", lambda found: bytes([int(found[1], 16)]), raw).replace(b"\\t", b"\t")


def test_every_code_has_its_page_and_every_page_its_code() -> None:
    assert {path.stem for path in PAGES.glob("*.md")} == set(catalogue())


@pytest.mark.parametrize("code", sorted(set(catalogue()) - {*RECORDS, *PLAYED}))
def test_page(code: str, tmp_path: Path) -> None:
    shown = examples(code)
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets/image.png").write_bytes(FRAME.read_bytes())
    (tmp_path / "assets/dessin.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    (tmp_path / "libraries").mkdir()
    for name, text in LIBRARIES.items():
        (tmp_path / f"libraries/{name}.yaml").write_text(text, encoding="utf-8")
    for name, wanted in (("wrong", True), ("right", False)):
        info, text = shown[name]
        text, *others = re.split(r"^# ── (\S+)\n", text, flags=re.MULTILINE)
        for file, held in zip(others[::2], others[1::2], strict=True):  # what stands beside the scenario
            (tmp_path / file).write_text(held, encoding="utf-8")
        found = read_source(source_of(info, text), f"{name}.yaml", tmp_path)[1]
        codes = {each.code for each in found}
        assert (code in codes) == wanted, (name, found)
        if wanted:  # the page quotes what is really said
            said = next(each for each in found if each.code == code)
            page = (PAGES / f"{code}.md").read_text(encoding="utf-8")
            assert said.message.en in page
            assert said.message.fr in page
        if name == "right":  # a right example is right in all respects
            invented = {"F902"} if code == "T427" else set()  # it is about invented results
            assert codes <= DRAFT | invented, found


@pytest.mark.parametrize("code", RECORDS)
def test_page_about_records(code: str, tmp_path: Path) -> None:
    (tmp_path / "findings").mkdir()
    (tmp_path / "scenario.yaml").write_text(SCENARIO, encoding="utf-8")
    for name, wanted in (("wrong", True), ("right", False)):
        record = _merged(_record(), json.loads(examples(code)[name][1]))
        (tmp_path / "findings/mesure.json").write_text(json.dumps(record), encoding="utf-8")
        found = {each.code for each in read_scenario(tmp_path / "scenario.yaml")[1]}
        assert found == ({code} if wanted else set()), name


@pytest.mark.parametrize("code", PLAYED)
def test_page_about_what_happens_later(code: str) -> None:
    page = (PAGES / f"{code}.md").read_text(encoding="utf-8")
    for name, wanted in (("wrong", True), ("right", False)):
        told = PLAYS[code](examples(code)[name][1])
        assert (told is not None) == wanted, (name, told)
        if told is not None:
            diagnostics = Diagnostics("x.yaml")
            diagnostics.report(code, Place(1, 1, 2), **told)
            said = diagnostics.found[0].message
            assert said.en in page, said
            assert said.fr in page, said


def parts_of_example(text: str) -> list[str]:
    """An example of several texts: each begins under a line ``# ── what it is``."""
    parts = [part.partition("\n")[2] for part in re.split(r"^# ── ", text, flags=re.MULTILINE) if part]
    return [part.rstrip() + "\n" for part in parts]


def sound(text: str) -> Scenario:
    scenario, found = read_source(text.encode(), "x.yaml")
    assert scenario is not None, found
    return scenario


def opened(scenario: Scenario) -> Step:
    return open_play(scenario, play="p", seed=1, audience="public", language="fr")


def closed(scenario: Scenario) -> list[Event]:
    """The log of a play that takes the last option at the first question."""
    first = opened(scenario)
    assert isinstance(first.wait, AskWait)
    answered = take_answer(scenario, first.state, first.wait.ask_id, {"option": "clore"})
    return [*first.events, *answered.events]


def never_reached(text: str) -> dict[str, Any] | None:
    scenario = sound(text)
    found = never_ended(scenario, explore(scenario, 300), "x.yaml")
    return {"node": "suite", "n": 300, "conditions": ""} if "suite" in str(found) else None


def misread(text: str) -> dict[str, Any] | None:
    found = misannounced(sound(text), text.encode(), "x.yaml")
    if not found:
        return None
    assert text.split("\n")[found[0].line - 1].strip() == "vite:"
    both = {
        name: Words(fr=fr, en=en) for name, fr, en in [("announced", "7", "7"), ("computed", "0,2", "0.2")]
    }
    return {"play": "vite", "words": 15, "answers": 1, "figures": 0, **both}


def gone(text: str) -> dict[str, Any] | None:
    before, now = parts_of_example(text)
    found = undeclared_changes(sound(before), sound(now), now, "x.yaml")
    return {"node": "suite", "n": 1, "near": ""} if found else None


def too_slow(text: str) -> dict[str, Any] | None:
    scenario = sound(text)
    play, first = scenario.plays["essai"], opened(scenario)
    assert isinstance(first.wait, AskWait)
    step = take_answer(scenario, first.state, first.wait.ask_id, {"option": play.answers["debut"]})
    assert isinstance(step.wait, ToolWait)
    if play.fails.get(step.wait.node) != "timeout":
        return None
    failure = too_late(step.wait.timeout)
    after = take_failure(scenario, step.state, failure)
    assert failure.code == "X801"
    assert any(event.type == "tool_failed" for event in after.events)
    return {"tool": step.wait.node, "timeout": f"{step.wait.timeout:g}"}


def too_late_an_answer(text: str) -> dict[str, Any] | None:
    scenario = sound(text)
    answers = scenario.plays["essai"].answers["debut"]
    step = opened(scenario)
    assert isinstance(step.wait, AskWait)
    ask_id, state = step.wait.ask_id, step.state
    for option in answers if isinstance(answers, list) else [answers]:
        try:
            state = take_answer(scenario, state, ask_id, {"option": option}).state
        except StaleAnswer as error:
            return {} if error.code == "X802" else None
    return None


def edited(text: str) -> dict[str, Any] | None:
    before, now = map(sound, parts_of_example(text))
    log = opened(before).events
    if not is_behind(now, log):
        return None
    migrated = carry_over(now, log).events[0]
    assert migrated.type == "migrated"
    return {"before": migrated.from_version, "after": migrated.version, "changes": "–"}


def refused_wording(text: str) -> dict[str, Any] | None:
    story, written = text.split("# ── ", 1)
    scenario = sound(story)
    text_told = scenario.nodes["suite"].text
    assert text_told is not None
    narrated = Narrated(node="suite", key="text", values={}, sha="", text=text_told.in_("fr")[0])
    evidence = evidence_of(scenario, narrated, language="fr", audience="public")
    refusals = judge(written.split("# ")[1].strip(), evidence).refusals
    broken = [each for each in refusals if each.reason == "must_not_say"]
    return {"rule": f"{broken[0].reason}: {broken[0].detail}"} if broken else None


def other_log(text: str) -> dict[str, Any] | None:
    before, now = map(sound, parts_of_example(text))
    log = closed(before)
    try:
        # The log is made to say that it comes from today's file.
        replay(now, [log[0].model_copy(update={"sha": now.sha}), *log[1:]])
    except ReplayError as error:
        seq = int(re.findall(r"\d+", error.says.en)[0])
        said = Words(fr=reason(error.says.fr), en=reason(error.says.en))
        return {"seq": seq, "reason": said} if error.code == "X805" else None
    return None


def reason(says: str) -> str:
    return says.partition(":")[2].strip()


PLAYS: dict[str, Callable[[str], dict[str, Any] | None]] = {
    "G540": never_reached, "G541": gone, "P630": misread, "X801": too_slow, "X802": too_late_an_answer,
    "X803": edited, "X804": refused_wording, "X805": other_log,
}  # fmt: skip


@pytest.mark.parametrize("code", sorted(catalogue()))
def test_sentences_have_both_languages_and_the_same_fields(code: str) -> None:
    entry = catalogue()[code]
    for words in (entry.title, entry.says, *([entry.cure] if entry.cure else [])):
        assert set(re.findall(r"(?<!{){(\w+)}", words.fr)) == set(re.findall(r"(?<!{){(\w+)}", words.en))
        assert words.fr != "" != words.en


def _record() -> dict[str, Any]:
    card = lab.subject_card("twitter_crop")
    tool = lab.tool("reproduce", "paired_preference")
    words = {"fr": "x", "en": "x"}
    result = {each.name: each.choices[0] if each.choices else each.low or 0 for each in tool.results}
    return {
        "tool_version": "1",
        "call": {"verb": "reproduce", "method": tool.method, "subject": card.name, "case": "pairs"},
        "question": words,
        "subject": {"name": card.name, "title": words, "badge": card.badge, "sha256": card.sha256},
        "stimuli": {
            "case": "pairs", "about": words, "n": 2, "sha256": "0" * 64, "person": "none",
            "licence": "", "credit": "",
        },
        "unit_of_n": words, "n": 2, "result": {**result, "rate": 0.5}, "values": [],
        "verdict": "inconclusive", "conclusion": words, "seconds": 1.0, "origin": "recorded",
        "recorded": {"at": "2026-01-01T00:00:00Z", "command": "x", "subject_sha256": card.sha256, "seed": 1},
    }  # fmt: skip


def _merged(record: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    merged = dict(record)
    for name, value in changes.items():
        if value is None:
            merged.pop(name)
        else:
            merged[name] = _merged(merged[name], value) if isinstance(value, dict) else value
    return merged
