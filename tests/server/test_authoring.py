"""The author's home: what it shows, what it writes, what it refuses, and that nobody else has it."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from engine.language.schema import CasePicture, Text
from server.app import create_app
from server.authoring.app import create_preview
from server.authoring.desk import Desk
from server.settings import Settings

DRAFT = Path(__file__).resolve().parents[1] / "drafts" / "cadre.yaml"
BROWSER = {"accept": "text/html", "sec-fetch-site": "same-origin"}
PROGRAM = {"accept": "application/json", "sec-fetch-site": "same-origin"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    folder = tmp_path / "cadre"
    folder.mkdir()
    return Path(shutil.copy(DRAFT, folder / "scenario.yaml"))


@pytest.fixture
def author(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setenv("AUTOPSIE_HOME", str(tmp_path / "home"))
    app = create_preview(file, Settings(home=tmp_path / "home"))
    with TestClient(app, base_url="http://127.0.0.1:8010", headers=BROWSER) as client:
        yield client


def parts(author: TestClient, address: str = "/?lang=fr") -> dict[str, str]:
    answered = author.get(address, headers=PROGRAM)
    assert answered.status_code == 200, answered.text
    found: dict[str, str] = answered.json()["parts"]
    return found


def changed(author: TestClient, file: Path, content: bytes) -> None:
    """Save, and wait until the desk has read it."""
    desk: Desk = author.app.state.desk  # type: ignore[attr-defined]
    before = desk.draft.number
    file.write_bytes(content)
    until = time.monotonic() + 10
    while desk.draft.number == before or desk.draft.raw != content:
        assert time.monotonic() < until, "the save was not seen"
        time.sleep(0.01)


def form(path: str, value: str, before: str, language: str = "fr") -> dict[str, str]:
    return {"path": path, "value": value, "before": before, "language": language, "view": "/?node=hub"}


def test_the_public_server_has_no_such_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUTOPSIE_HOME", str(tmp_path / "home"))
    app = create_app(Settings(home=tmp_path / "home", warm=False))
    with TestClient(app, headers=BROWSER) as public:
        for path in ("changes", "history", "codes/R320"):
            assert public.get(f"/authoring/{path}").status_code == 404
        for path in ("texts", "rehearsals", "explorations", "history"):
            assert public.post(f"/authoring/{path}", data={"sha": "0"}).status_code == 404


def test_only_this_machine_by_its_own_name_may_ask(author: TestClient) -> None:
    assert author.get("/", headers={"host": "evil.example"}).status_code == 403
    foreign = {"sec-fetch-site": "cross-site"}
    assert author.post("/authoring/texts", data=form("title", "x", ""), headers=foreign).status_code == 403
    assert author.post("/authoring/rehearsals", data={"node": "hub"}, headers=foreign).status_code == 403


def test_the_page_shows_graph_text_conditions_evidence_and_note(author: TestClient) -> None:
    page = author.get("/?node=hub&lang=fr").text
    assert 'data-node="lecture"' in page
    assert "Que faire" in page
    assert "count.exhibits &gt;= 1" in page
    assert "Il faut une pièce." in page
    assert "Laissez parler la salle." in page
    assert "scenario.yaml:" in page
    assert "<script>" not in page
    assert "style=" not in page.partition("<main")[2]
    assert author.get("/").headers["content-security-policy"].startswith("default-src 'self'")
    net = parts(author, "/?node=net&lang=fr")["sheet"]
    assert "×9" in net
    assert "÷3" in net
    assert "<code>mesure.rate</code>" in net, "a figure that nothing gives yet shows its name"


def test_every_profile_and_language_can_be_read(author: TestClient) -> None:
    assert "Deux photos" in parts(author, "/?node=debut&in=fr")["sheet"]
    assert "Two pictures" in parts(author, "/?node=debut&in=en")["sheet"]
    assert "Avant d’écrire" in parts(author, "/?node=debut&for=press&in=fr")["sheet"]
    for query in ("?node=nowhere", "?for=nobody&in=xx&edit=../../x", "?node=%3Cscript%3E"):
        assert author.get(f"/{query}").status_code == 200


def test_a_save_is_seen_and_a_broken_one_keeps_the_last_good_page(author: TestClient, file: Path) -> None:
    good = file.read_bytes()
    changed(author, file, good.replace(b"Que faire ?", b"Que choisir ?"))
    assert "Que choisir" in parts(author, "/?node=hub&lang=fr")["sheet"]
    changed(author, file, good.replace(b"to: lecture", b"to: lectrue"))
    shown = parts(author, "/?node=hub&lang=fr")
    assert "R320" in shown["faults"]
    assert "<mark>lectrue</mark>" in shown["faults"]
    assert "lecture" in shown["faults"]
    assert 'href="/authoring/codes/R320"' in shown["faults"]
    assert "Que choisir" in shown["sheet"], "the last sound version stays"
    assert 'data-node="lecture"' in shown["graph"]


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe\x00", b"nodes: [", b"- a\n- b", b"format: incident/1\n\tid: x", b"{" * 3000, b"\0\0\0"],
)
def test_what_is_no_scenario_gives_diagnostics(author: TestClient, file: Path, content: bytes) -> None:
    changed(author, file, content)
    answered = author.get("/?lang=en")
    assert answered.status_code == 200
    assert "Traceback" not in answered.text
    assert 'class="fault error"' in answered.text
    assert "Que faire" not in parts(author, "/?node=debut&lang=en")["faults"]


def test_a_fault_beside_the_story_is_shown_where_it_stands(author: TestClient, file: Path) -> None:
    desk: Desk = author.app.state.desk  # type: ignore[attr-defined]
    before = desk.draft.number
    (file.parent / "workshop.yaml").write_text("minutes: 60\nphases:\n- {title: Seul}\n", encoding="utf-8")
    until = time.monotonic() + 10
    while desk.draft.number == before:
        assert time.monotonic() < until, "the workshop was not seen"
        time.sleep(0.01)
    shown = parts(author)
    assert "workshop.yaml:3" in shown["faults"]
    assert "{title: Seul}" in re.sub(r"</?mark>", "", shown["faults"])
    assert not desk.broken  # the story can be played all the same
    assert desk.draft.own_faults == [each for each in desk.draft.diagnostics if each.file == "scenario.yaml"]
    assert len(desk.draft.own_faults) < len(desk.draft.diagnostics)


def test_prose_is_written_back_and_everything_else_stays(author: TestClient, file: Path) -> None:
    before = file.read_text(encoding="utf-8")
    said = "Que croire : ceci, ou #cela ?"
    answered = author.post(
        "/authoring/texts", data=form("nodes.hub.text", said, "Que faire ?"), follow_redirects=False
    )
    assert answered.status_code == 303
    after = file.read_text(encoding="utf-8")
    assert said in after
    assert "# where it begins" in after
    assert after.splitlines()[0] == before.splitlines()[0]
    assert len([1 for a, b in zip(before.splitlines(), after.splitlines(), strict=True) if a != b]) == 1
    assert "Que croire" in parts(author, "/?node=hub&lang=fr")["sheet"]
    assert [save.why for save in Desk(file).history.saves()] == ["edited", "saved"]


def test_a_conflict_shows_both_versions_and_loses_neither(author: TestClient, file: Path) -> None:
    changed(author, file, file.read_bytes().replace(b"Que faire ?", b"Que choisir ?"))
    held = file.read_bytes()
    posted = form("nodes.hub.text", "Que penser ?", "Que faire ?")
    answered = author.post("/authoring/texts", data=posted, headers=PROGRAM)
    assert answered.status_code == 409
    sheet = answered.json()["parts"]["sheet"]
    assert "Que choisir ?" in sheet
    assert "Que penser ?" in sheet
    assert file.read_bytes() == held
    again = {**posted, "before": "Que choisir ?"}
    assert author.post("/authoring/texts", data=again, headers=PROGRAM).status_code == 200
    assert "Que penser ?" in file.read_text(encoding="utf-8")


def test_another_place_of_the_file_may_change_meanwhile(author: TestClient, file: Path) -> None:
    changed(author, file, file.read_bytes().replace(b"Rien de net.", b"Rien de clair."))
    answered = author.post(
        "/authoring/texts", data=form("nodes.hub.text", "Et alors ?", "Que faire ?"), headers=PROGRAM
    )
    assert answered.status_code == 200
    assert "Rien de clair." in file.read_text(encoding="utf-8")
    assert "Et alors ?" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("nodes.hub.text", "{mesure.rate:percent} trop tôt, {inconnu}"),
        ("nodes.hub.text", ""),
        ("nodes.hub.options", "x"),
        ("nodes.nowhere.text", "x"),
        ("../../etc/passwd", "x"),
    ],
)
def test_what_would_not_read_is_refused_and_kept_on_the_page(
    author: TestClient, file: Path, path: str, value: str
) -> None:
    held = file.read_bytes()
    texts = author.app.state.desk.draft.texts  # type: ignore[attr-defined]
    answered = author.post(
        "/authoring/texts", data=form(path, value, texts.get((path, "fr"), "")), headers=PROGRAM
    )
    assert answered.status_code == 422
    assert file.read_bytes() == held
    if value and path == "nodes.hub.text":
        assert "trop tôt" in answered.json()["parts"]["sheet"]


def test_bytes_that_are_no_text_are_never_written_over(author: TestClient, file: Path) -> None:
    held = file.read_bytes().replace(b"Rien de net.", b"Rien \xe9 net.")
    changed(author, file, held)
    posted = form("nodes.hub.text", "Et alors ?", "Que faire ?")
    assert author.post("/authoring/texts", data=posted, headers=PROGRAM).status_code == 422
    assert file.read_bytes() == held


def test_line_ends_and_the_mark_of_windows_stay(author: TestClient, file: Path) -> None:
    changed(author, file, b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    before = file.read_bytes()
    posted = form("nodes.hub.text", "Et alors ?", "Que faire ?")
    assert author.post("/authoring/texts", data=posted, headers=PROGRAM).status_code == 200
    assert file.read_bytes() == before.replace(b'"Que faire ?"', b"Et alors ?")


def test_a_file_that_cannot_be_written_is_said(author: TestClient, file: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root writes everywhere")
    file.parent.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        posted = form("nodes.hub.text", "Et alors ?", "Que faire ?")
        assert author.post("/authoring/texts", data=posted, headers=PROGRAM).status_code == 422
    finally:
        file.parent.chmod(stat.S_IRWXU)


def begin(author: TestClient, **given: Any) -> str:
    data = {"node": "lecture", "in": "fr", "known": "mesure", **given}
    answered = author.post("/authoring/rehearsals", data=data, follow_redirects=False)
    assert answered.status_code == 303, answered.text
    return answered.headers["location"].partition("#")[0]


def log(author: TestClient, play: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in author.get(f"{play}/log").text.splitlines()]


def test_a_play_starts_anywhere_with_any_finding_and_goes_on(author: TestClient) -> None:
    play = begin(author, **{"result.mesure.rate": "0,93"})
    assert [each["node"] for each in log(author, play) if each["type"] == "entered"][-2:] == ["net", "hub"]
    page = author.get(play, params={"lang": "fr"}).text
    assert "L’écart est net." in page
    assert "Résultat inventé pour une répétition" in page
    ask = re.search(r'name="ask_id" value="(\w+)"', page)
    assert ask is not None
    answered = author.post(f"{play}/turns", data={"ask_id": ask[1], "option": "clore"}, headers=PROGRAM)
    assert answered.status_code == 202, answered.text
    until = time.monotonic() + 15
    while log(author, play)[-1]["type"] != "ended":
        assert time.monotonic() < until
        time.sleep(0.02)


def test_a_measure_met_on_the_way_gives_what_was_supposed(author: TestClient) -> None:
    play = begin(author, node="mesure", known="", **{"result.mesure.rate": "0.2"})
    until = time.monotonic() + 20
    while log(author, play)[-1]["type"] != "offered":
        author.get(play)
        assert time.monotonic() < until
        time.sleep(0.05)
    found = next(each for each in log(author, play) if each["type"] == "tool_finished")
    assert found["finding"]["result"]["rate"] == 0.2
    assert "flou" in {each.get("node") for each in log(author, play)}


def test_a_rehearsal_outlives_the_version_that_it_began_with(author: TestClient, file: Path) -> None:
    play = begin(author, **{"result.mesure.rate": "0.93"})
    changed(
        author, file, file.read_bytes().replace(b"  hub:", b"  centre:").replace(b"to: hub", b"to: centre")
    )
    page = author.get(play).text
    assert 'name="option"' in page


def test_a_value_that_no_tool_returns_is_refused(author: TestClient) -> None:
    data = {"node": "lecture", "result.mesure.rate": "90", "view": "/?lang=fr"}
    answered = author.post("/authoring/rehearsals", data=data)
    assert answered.status_code == 422
    assert "0..1" in answered.text
    assert author.post("/authoring/rehearsals", data={"node": "nowhere"}).status_code == 404


def test_a_rehearsal_belongs_to_the_browser_that_began_it(author: TestClient) -> None:
    play = begin(author, **{"result.mesure.rate": "0.93"})
    author.cookies.clear()
    assert author.get(play).status_code == 404


def test_versions_are_listed_compared_and_restored(author: TestClient, file: Path) -> None:
    first = file.read_bytes()
    changed(author, file, first.replace(b"Que faire ?", b"Que choisir ?"))
    sha = Desk(file).history.saves()[-1].sha
    page = author.get("/authoring/history", params={"of": sha, "lang": "fr"}).text
    assert "Que choisir ?" in page
    assert 'class="removed"' in page
    author.post("/authoring/history", data={"sha": sha})
    assert file.read_bytes() == first
    assert [save.why for save in Desk(file).history.saves()][:2] == ["restored", "saved"]
    for name in ("../../scenario.yaml", "0" * 64):
        assert author.post("/authoring/history", data={"sha": name}).status_code == 404
        assert author.get("/authoring/history", params={"of": name}).status_code == 404
    assert file.read_bytes() == first


def test_an_explanation_is_one_click_away(author: TestClient) -> None:
    page = author.get("/authoring/codes/R320", params={"lang": "en"}).text
    assert "R320" in page
    assert "Wrong" in page
    assert author.get("/authoring/codes/Z999").status_code == 404
    assert author.get("/authoring/codes/..%2f..%2fpyproject").status_code == 404


def test_the_exploration_counts_on_the_graph(author: TestClient) -> None:
    answered = author.post(
        "/authoring/explorations", data={"view": "/?node=hub&lang=fr"}, headers=PROGRAM
    ).json()["parts"]["graph"]
    assert 'class="g-hits g-halo"' in answered
    counted = parts(author, "/?node=net&counts=1&lang=fr")["sheet"]
    assert re.search(r'<span class="tag">×\d+</span>', counted), "each sentence says how often it was told"
    assert "100" in answered
    assert 'class="g-hits' not in parts(author)["graph"], "the counts are asked for"


def test_the_preview_writes_in_the_scenarios_folder_alone(
    author: TestClient, file: Path, tmp_path: Path
) -> None:
    author.post("/authoring/texts", data=form("nodes.hub.text", "Et alors ?", "Que faire ?"))
    begin(author, **{"result.mesure.rate": "0.93"})
    assert {each.name for each in file.parent.iterdir()} == {"scenario.yaml", ".history"}
    assert {each.name for each in tmp_path.iterdir()} <= {"cadre", "home"}


def test_what_follows_the_nodes_is_in_none_of_them(tmp_path):
    from engine.author.new import start
    from engine.language.reader import read_scenario
    from server.authoring.sheet import node_at

    path = start("Titre", "titre", ["fr"], "twitter-crop", tmp_path)
    scenario, found = read_scenario(path)
    lines = path.read_text(encoding="utf-8").split("\n")
    (invented,) = [each for each in found if each.code == "F902"]
    assert lines[invented.line - 1].startswith("  mesure: {n")
    assert node_at(scenario, invented.line, lines) is None
    assert node_at(scenario, scenario.nodes["fin_abandon"].line + 1, lines) == "fin_abandon"
    assert node_at(scenario, 1, lines) is None


def test_a_fault_of_a_broken_draft_is_put_to_the_node_that_its_own_lines_show(
    author: TestClient, file: Path
) -> None:
    good = file.read_text(encoding="utf-8")
    many = "".join(f"# remark {n}\n" for n in range(40))
    broken = good.replace("nodes:\n", f"{many}nodes:\n").replace("to: lecture", "to: lectrue")
    changed(author, file, broken.encode())
    shown = parts(author, "/?node=hub&lang=fr")["faults"]
    fault = shown[shown.index("R320") :]
    assert re.search(r'scenario\.yaml:\d+ · <a [^>]*data-node="mesure"', fault)
    changed(author, file, broken.replace("exhibits:\n", "exhibits: [\n").encode())
    assert "data-node" not in parts(author, "/?node=hub&lang=fr")["faults"], "no node above the fault"


@pytest.mark.parametrize(
    ("above", "node"),
    [
        ("nodes:\n  a:\n    text: b\n    to: c", "a"),
        ("nodes:\n    a:\n      text: b\n    'l-b' :\n      text b", "l-b"),
        ("nodes:  # all\n\n# here\n  a:\n    text: >\n      one: two", "a"),
        ("nodes:\n  a:\n    to: c\nfixtures:\n  b: {x: 1}", None),
        ("hypotheses:\n  a: b", None),
        ("nodes:", None),
        ("", None),
    ],
)
def test_a_node_is_found_by_the_look_of_the_lines(above: str, node: str | None) -> None:
    from server.authoring.sheet import node_above

    lines = above.split("\n")
    assert node_above(lines, len(lines)) == node


@pytest.mark.parametrize("style", [">", "|"])
def test_a_block_comes_to_the_editor_without_its_last_line_end(
    author: TestClient, file: Path, style: str
) -> None:
    block = f"text:\n      fr: {style}\n        Que faire ?\n      en: What next?"
    good = file.read_text(encoding="utf-8")
    shaped = good.replace('text: {fr: "Que faire ?", en: "What next?"}', block)
    assert shaped != good
    changed(author, file, shaped.encode())
    sheet = parts(author, "/?node=hub&in=fr&edit=nodes.hub.text")["sheet"]
    assert ">\nQue faire ?</textarea>" in sheet
    assert "Que faire ?\n</textarea>" not in sheet
    posted = form("nodes.hub.text", "Que faire ? Et pourquoi ?", "Que faire ?")
    assert author.post("/authoring/texts", data=posted, headers=PROGRAM).status_code == 200
    assert f"fr: {style}\n        Que faire ? Et pourquoi ?\n" in file.read_text(encoding="utf-8")


def test_a_refused_text_is_told_what_to_write_instead(author: TestClient) -> None:
    posted = form("nodes.hub.text", "Et {mesure.rat:percent} ?", "Que faire ?")
    answered = author.post("/authoring/texts", data=posted, headers=PROGRAM)
    assert answered.status_code == 422
    sheet = answered.json()["parts"]["sheet"]
    assert "R303" in sheet
    advice = sheet[sheet.index("R303") :].partition('class="small-print fix"')[2].partition("</p>")[0]
    assert "rate" in advice


def test_an_authors_own_picture_goes_by_its_name(author: TestClient, file: Path) -> None:
    from server.authoring.sheet import sheet_of

    desk: Desk = author.app.state.desk  # type: ignore[attr-defined]
    assert desk.good is not None
    assert desk.good.scenario is not None
    sha = "07a7" * 16
    picture = CasePicture(
        id="la_place", file="assets/p.png", sha256=sha, about=Text(by_language={"fr": "Une place."})
    )
    node = desk.good.scenario.nodes["mesure"].model_copy(update={"case": f"file:{sha}"})
    scenario = desk.good.scenario.model_copy(
        update={
            "case_pictures": {"la_place": picture},
            "nodes": {**desk.good.scenario.nodes, "mesure": node},
        }
    )
    sheet = sheet_of(replace(desk.good, scenario=scenario), "mesure", "curious", "fr", [])
    assert sheet is not None
    assert "· la_place (" in sheet.detail
