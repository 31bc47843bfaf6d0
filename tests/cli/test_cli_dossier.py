"""``dossier build`` and ``dossier findings``, on a small investigation of our own."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Any

import pytest

from server.cli import run
from server.cli.dossier_shapes import DossierBuild, DossierFindings
from server.cli.record import compact
from tools.finding import Finding

STORY = """\
format: incident/1
id: petit
title: {fr: Petit, en: Small}
languages: [fr, en]
hypotheses:
  clair: {fr: Le clair., en: Light.}
  sombre: {fr: Le sombre., en: Dark.}
  rien: {text: {fr: Rien., en: Nothing.}, boring: true}
nodes:
  carte:
    tool: attribute
    with: {method: saliency, case: coffee}
    seed: 5
    text: {fr: "Voilà {carte.n} image.", en: "There is {carte.n} picture."}
  fin:
    ending: undecided
    text: {fr: Fin., en: End.}
"""
DOSSIER = """\
runs:
  - id: ordres
    tool: reproduce
    with: {case: pairs, factor: place, n: 4}
    seed: 3
    about: {fr: "La place décide-t-elle ?", en: "Does place decide?"}
  - id: contraste
    tool: perturb
    with: {change: contrast, case: photographs, n: 4}
    about: {fr: "Que fait le contraste ?", en: "What does contrast do?"}
"""
RECORDED = Path(__file__).resolve().parents[1] / "server/scenarios/activites/findings/mesure.json"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "petit"
    made.mkdir()
    (made / "scenario.yaml").write_text(STORY, encoding="utf-8")
    (made / "dossier.yaml").write_text(DOSSIER, encoding="utf-8")
    return made


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Any:
    def words(*arguments: object, code: int = 0) -> str:
        capsys.readouterr()
        assert run([str(each) for each in arguments]) == code, capsys.readouterr()
        return capsys.readouterr().out

    return words


def built(out: str) -> dict[str, str]:
    """The status of each measure, in order."""
    report = DossierBuild.model_validate_json(out.splitlines()[-1])
    return {each.name: each.status for each in report.measures}


@pytest.mark.long
@pytest.mark.weights
def test_one_command_makes_all_skips_what_fits_and_remakes_what_does_not(
    folder: Path, said: Any, weights_folder: Path
) -> None:
    build = ["dossier", "build", folder, "--json", "--assets", weights_folder]
    assert built(said(*build)) == {"carte": "made", "ordres": "made", "contraste": "made"}
    dossier = folder / "dossier"
    assert sorted(file.name for file in dossier.iterdir()) == [
        "contraste.en.svg", "contraste.fr.svg", "contraste.json",
        "ordres.en.svg", "ordres.fr.svg", "ordres.json",
    ]  # fmt: skip
    kept = Finding.model_validate_json((dossier / "ordres.json").read_bytes())
    assert kept.recorded is not None
    assert (kept.origin, kept.call.seed, kept.recorded.seed) == ("recorded", 3, 3)
    assert kept.recorded.command == "autopsie dossier build petit ordres"
    assert "relevé du" in (dossier / "ordres.fr.svg").read_text(encoding="utf-8")
    node = Finding.model_validate_json((folder / "findings/carte.json").read_bytes())
    assert node.call.seed == 5
    assert run(["check", str(folder)]) == 0

    begun = time.monotonic()
    assert built(said(*build)) == {"carte": "kept", "ordres": "kept", "contraste": "kept"}
    assert time.monotonic() - begun < 2
    # other settings, an older tool, a damaged file: each of them is made anew, the rest is kept
    (folder / "dossier.yaml").write_text(DOSSIER.replace("seed: 3", "seed: 4"), encoding="utf-8")
    assert built(said(*build)) == {"carte": "kept", "ordres": "made", "contraste": "kept"}
    file = dossier / "contraste.json"
    older = json.loads(file.read_bytes()) | {"tool_version": "0"}
    file.write_text(json.dumps(older), encoding="utf-8")
    (folder / "findings/carte.json").write_text("{", encoding="utf-8")
    assert built(said(*build)) == {"carte": "made", "ordres": "kept", "contraste": "made"}
    assert built(said(*build[:3], "ordres", "--again", *build[3:])) == {"ordres": "made"}

    page = folder.parent / "docs/petit.md"
    told = said("dossier", "findings", folder, "--out", page, "--json")
    report = DossierFindings.model_validate_json(told.splitlines()[-1])
    assert (report.shown, report.lacking) == (["ordres", "contraste"], [])
    text = page.read_text(encoding="utf-8")
    assert "## Does place decide?" in text
    assert "`autopsie dossier build petit ordres`; or `autopsie reproduce twitter-crop --experiment" in text
    assert "| Share won by the picture placed first | 50% | 15 to 85 | 4 |" in text
    assert "Verdict: **inconclusive**" in text
    assert "- Fewer than 30 units: a picture, never a verdict." in text
    for figure in re.findall(r"\]\(([^)]+)\)", text):
        assert (page.parent / figure).is_file()
    assert len(report.figures) == 2
    french = said("dossier", "findings", folder, "--out", page, "--lang", "fr")
    assert "petit.md" in french
    assert "## La place décide‑t‑elle\u202f?" in page.read_text(encoding="utf-8")


@pytest.mark.weights
def test_what_a_node_and_a_run_both_ask_is_measured_once(
    folder: Path, said: Any, weights_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tools.lab import Lab

    asked = []
    run_one = Lab.run
    monkeypatch.setattr(
        Lab, "run", lambda lab, call, **rest: asked.append(call) or run_one(lab, call, **rest)
    )
    same = """\
  - id: la_meme_carte
    tool: attribute
    with: {method: saliency, case: coffee}
    seed: 5
    about: {fr: "Et la carte ?", en: "And the map?"}
"""
    (folder / "dossier.yaml").write_text("runs:\n" + same, encoding="utf-8")
    build = ["dossier", "build", folder, "--json", "--assets", weights_folder]
    assert built(said(*build)) == {"carte": "made", "la_meme_carte": "made"}
    assert len(asked) == 1
    node, its_run = (
        Finding.model_validate_json((folder / file).read_bytes())
        for file in ("findings/carte.json", "dossier/la_meme_carte.json")
    )
    assert node.recorded is not None
    assert its_run.recorded is not None
    assert node.result == its_run.result
    assert its_run.recorded.at == node.recorded.at
    assert node.recorded.command.endswith("build petit carte")
    assert its_run.recorded.command.endswith("build petit la_meme_carte")
    # asked for alone, it is taken from what is kept; asked again, everything is measured anew, once
    (folder / "dossier/la_meme_carte.json").unlink()
    assert built(said(*build[:3], "la_meme_carte", *build[3:])) == {"la_meme_carte": "made"}
    assert len(asked) == 1
    assert built(said(*build, "--again")) == {"carte": "made", "la_meme_carte": "made"}
    assert len(asked) == 2


@pytest.mark.weights
def test_broken_off_between_two_measures_it_keeps_what_is_whole(
    folder: Path, said: Any, weights_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from server.cli import dossier_measures

    made: list[str] = []
    make = dossier_measures.make

    def once(heavy: Any, *others: Any) -> Finding:
        if made:
            raise KeyboardInterrupt
        made.append(heavy.name)
        return make(heavy, *others)

    monkeypatch.setattr(dossier_measures, "make", once)
    out = said("dossier", "build", folder, "--assets", weights_folder, code=130)
    assert "Still to do: ordres, contraste." in out
    assert (folder / "findings/carte.json").is_file()
    assert not (folder / "dossier").exists()
    assert built(said("dossier", "build", folder, "--dry-run", "--json")) == {
        "carte": "kept", "ordres": "to_do", "contraste": "to_do",
    }  # fmt: skip


def test_when_the_time_is_up_it_says_what_remains(folder: Path, said: Any) -> None:
    out = said("dossier", "build", folder, "--minutes", "0", code=3)
    assert "Still to do: carte, ordres, contraste." in out
    assert "autopsie dossier build petit" in out
    assert not (folder / "findings").exists()
    statuses = built(said("dossier", "build", folder, "--minutes", "0", "--json", code=3))
    assert set(statuses.values()) == {"to_do"}  # none was begun: without weights here, it would have failed


def test_without_weights_each_says_what_is_missing_and_nothing_is_written(
    folder: Path, said: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AUTOPSIE_ASSETS", raising=False)
    out = said("dossier", "build", folder, "--json", code=3)
    report = DossierBuild.model_validate_json(out.splitlines()[-1])
    assert not report.complete
    assert {each.status for each in report.measures} == {"failed"}
    assert "autopsie subjects fetch twitter-crop" in str(report.measures[0].error)
    assert not (folder / "dossier").exists()


def test_the_page_says_what_the_investigation_cannot_show(folder: Path, said: Any) -> None:
    page = folder.parent / "page.md"
    said("dossier", "findings", folder, "--out", page, code=3)
    assert "cannot show" not in page.read_text("utf-8")
    source = '{title: T, authors: K. Yee, year: 2021, url: "https://a.org/b:c", facts: {n: 2000}}'
    story = STORY.replace("hypotheses:\n", f"sources:\n  yee: {source}\nhypotheses:\n", 1)
    (folder / "scenario.yaml").write_text(story, encoding="utf-8")
    limits = """\
limits:
  - fr: "**Pas tout** : {yee.n:int} essais [@yee, p. 4] !"
    en: "**Not all**: {yee.n:int} trials [@yee, p. 4]!"
  - {fr: Rien sur les intentions., en: Nothing about intentions.}
"""
    (folder / "dossier.yaml").write_text(DOSSIER + limits, encoding="utf-8")
    said("dossier", "findings", folder, "--out", page, code=3)
    assert page.read_text("utf-8").endswith(
        "\n\n## What this investigation cannot show\n\n"
        "- **Not all**: 2,000 trials ([K. Yee, 2021](https://a.org/b:c), p. 4)!\n"
        "- Nothing about intentions.\n"
    )
    said("dossier", "findings", folder, "--out", page, "--lang", "fr", code=3)
    assert page.read_text("utf-8").endswith(
        "\n\n## Ce que cette enquête ne peut pas montrer\n\n- **Pas tout**\u00a0: 2\u202f000 essais "
        "([K. Yee, 2021](https://a.org/b:c), p. 4)\u202f!\n- Rien sur les intentions.\n"
    )


def test_a_page_without_its_measures_says_so(folder: Path, said: Any) -> None:
    page = folder.parent / "page.md"
    told = said("dossier", "findings", folder, "--out", page, "--json", code=3)
    assert json.loads(told)["lacking"] == ["ordres", "contraste"]
    assert "Not measured yet. To make it: `autopsie dossier build petit ordres`." in page.read_text("utf-8")


def test_a_measure_that_it_does_not_have_is_refused(folder: Path, said: Any) -> None:
    refused = json.loads(said("dossier", "build", folder, "ordre", "--json", code=2))["error"]
    assert refused["code"] == "C901"
    assert "carte, ordres, contraste" in refused["fix"]


def test_a_fault_of_the_dossier_stops_it_and_check_shows_its_line(folder: Path, said: Any) -> None:
    (folder / "dossier.yaml").write_text(DOSSIER.replace("contrast,", "contrats,"), encoding="utf-8")
    assert json.loads(said("dossier", "build", folder, "--json", code=1))["error"]["code"] == "C902"
    shown = said("check", folder, code=1)
    assert "dossier.yaml:9" in shown
    assert "9 |     with: {change: contrats" in shown


def test_a_thousand_units_take_little_room_and_nothing_that_counts_is_lost() -> None:
    finding = Finding.model_validate_json(RECORDED.read_bytes())
    units = [at / 7 for at in range(1000)]
    many = finding.model_copy(update={"per_unit": units})
    text = compact(many)
    spent = len(text.encode()) - len(compact(finding.model_copy(update={"per_unit": []})).encode())
    assert spent < 9_000
    assert len(text.encode()) < 0.6 * len(many.model_dump_json(indent=1).encode())
    read = Finding.model_validate_json(text)
    assert read.per_unit == pytest.approx(units, rel=1e-5)
    assert read.model_copy(update={"per_unit": [], "figures": []}) == many.model_copy(
        update={"per_unit": [], "figures": []}
    )
    assert len(text.splitlines()) < 40
