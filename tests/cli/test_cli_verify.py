"""``autopsie verify``: what it finds in a report, in words, in JSON and in its exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.play.log_chain import START, chained
from engine.play.report_log import ReportLog, chained_events, head_of
from server.cli import run


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> ReportLog:
    """What a report of a play of the real scenario carries."""
    log = tmp_path_factory.mktemp("log") / "log.jsonl"
    assert run(["play", "recadrage", "--random", "--seed", "4", "--log", str(log)]) == 0
    payloads = dict(enumerate(log.read_text("utf-8").splitlines(), 1))
    opened = json.loads(payloads[1])
    links = chained(START, payloads.items())
    return ReportLog(
        product="0", made="2026-11-24T00:00:00+00:00", scenario=opened["scenario"],
        version=opened["version"], sha=opened["sha"], head=head_of(links),
        events=chained_events(links, payloads),
    )  # fmt: skip


def written(folder: Path, report: ReportLog) -> str:
    file = folder / "report.html"
    element = f'<script type="application/json" id="autopsie-log">{report.embedded()}</script>'
    file.write_text(f"<!doctype html><p>Bonjour{element}", "utf-8")
    return str(file)


def test_a_faithful_report_holds(
    report: ReportLog, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert run(["verify", written(tmp_path, report), "--quick", "--lang", "fr"]) == 0
    said = capsys.readouterr().out
    assert "Journal : intact" in said.replace("\u00a0", " ")
    assert "rejoué, identique" in said
    assert f"sur {said.count('non refaite (')} identiques" in said


def test_an_altered_report_is_found_out(
    report: ReportLog, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    events = list(report.events)
    at = next(place for place, each in enumerate(events) if '"narrated"' in (each.payload or ""))
    bent = (events[at].payload or "").replace('"turn":', '"turn": ')
    events[at] = events[at].model_copy(update={"payload": bent})
    capsys.readouterr()
    file = written(tmp_path, report.model_copy(update={"events": events}))
    assert run(["verify", file, "--quick", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["broken_at"] == events[at].seq
    assert found["replayed"] is True  # a space more: the engine says the same, the chain does not


def test_words_of_another_engine_are_found_out_by_the_replay(report: ReportLog, tmp_path: Path) -> None:
    """A forger who knows the chain can write it anew: what the engine would have said gives them away."""
    payloads = report.payloads()
    seq = next(seq for seq, payload in payloads.items() if '"type":"narrated"' in payload)
    event = json.loads(payloads[seq])
    payloads[seq] = json.dumps({**event, "text": "Tout va bien."}, ensure_ascii=False)
    links = chained(START, payloads.items())
    forged = report.model_copy(update={"events": chained_events(links, payloads), "head": head_of(links)})
    assert run(["verify", written(tmp_path, forged), "--quick"]) == 1


@pytest.mark.parametrize("text", ["", "<p>rien</p>", "\0\0\0"])
def test_a_file_that_is_no_report_is_misuse(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "other.html"
    file.write_text(text)
    assert run(["verify", str(file)]) == 2
    assert run(["verify", str(tmp_path / "absent.html"), "--lang", "fr"]) == 2
    assert "n'existe pas" in capsys.readouterr().err.replace("’", "'")
