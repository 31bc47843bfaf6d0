"""A dossier's page: its facts with their sources, citations that others can read, counts by consent only."""

from __future__ import annotations

import io
import json
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from starlette.testclient import TestClient

from server.app import create_app
from server.citation import Citation
from server.fates import LEAST, count
from server.listing import Listing
from server.settings import Settings
from server.tables import Playthrough, Turn
from tools.finding import Finding

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The real dossier, on a machine without weights."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTOPSIE_SCENARIOS", str(ROOT / "scenarios"))
        patch.delenv("AUTOPSIE_ASSETS", raising=False)
        app = create_app(Settings(home=home, warm=False, in_process=True))
        with TestClient(app, base_url="http://localhost", headers={"accept": "text/html"}) as client:
            yield client


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_source_named_is_in_the_list(
    client: TestClient, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUTOPSIE_SCENARIOS", str(ROOT / "scenarios"))
    page = client.get(f"/incidents/recadrage?lang={language}").text
    named = set(re.findall(r'href="#source-(\w+)"', page))
    assert len(named) > 8
    assert named <= set(re.findall(r'id="source-(\w+)"', page))
    for said in {
        "fr": ("19 septembre 2020", "Mai 2021", "Traduit par nous", "Aucun appel", "200 essais"),
        "en": ("September 19, 2020", "May 2021", "as it was written", "No appeal", "200 trials"),
    }[language]:
        assert said in page, said
    assert "{" not in re.sub(r"<[^>]*>", "", page)


def test_a_citation_is_read_by_others(client: TestClient) -> None:
    bib = client.get("/incidents/recadrage/cite.bib?lang=fr").text
    assert re.fullmatch(r"@misc\{autopsie_recadrage_3,\n(  \w+ = \{.*\},?\n)+\}\n", bib)
    assert bib.count("{") - bib.count(r"\{") == bib.count("}") - bib.count(r"\}")
    (item,) = json.loads(client.get("/incidents/recadrage/cite.json?lang=en").text)
    assert item["type"] == "webpage"
    assert item["title"] == "The third examiner"
    assert item["URL"] == "http://localhost/incidents/recadrage"
    assert [len(item[when]["date-parts"][0]) for when in ("issued", "accessed")] == [1, 3]


def test_signs_that_bibtex_reads_otherwise_are_escaped() -> None:
    cited = Citation(
        id="à-b", title="50 % & {plus} #1_$", version=1, sha="0" * 64, year=2026, language="fr",
        url="http://x/", accessed=(2026, 1, 2),
    )  # fmt: skip
    assert r"50 \% \& \{plus\} \#1\_\$" in cited.bibtex()
    assert cited.key.isascii()


def test_what_is_taken_away_is_whole_and_the_same_each_time(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUTOPSIE_SCENARIOS", str(ROOT / "scenarios"))
    findings = client.get("/incidents/recadrage/findings.zip").content
    assert findings == client.get("/incidents/recadrage/findings.zip").content
    with zipfile.ZipFile(io.BytesIO(findings)) as archive:
        names = archive.namelist()
        read = Finding.model_validate_json(archive.read("recadrage-3/peau.json"))
    assert read.n == 1000
    assert {name.rsplit(".", 1)[1] for name in names} == {"json", "csv"}
    pack = client.get("/incidents/recadrage/pack.zip").content
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        assert any(name.endswith("scenario.yaml") for name in archive.namelist())
        (workshop,) = (name for name in archive.namelist() if name.endswith("workshop.yaml"))
        assert b"facilitator:" not in archive.read(workshop)


def _ended(store: Any, name: str, scenario: Any, *, counted: bool, parent: str | None = None) -> None:
    play = Playthrough(
        id=name, owner="o", scenario=scenario.id, version=scenario.version, sha=scenario.sha, language="fr",
        audience="curious", seed=1, created=0.0, updated=float(len(name)), status="ended", counted=counted,
        parent=parent,
    )  # fmt: skip
    store.add_play(play, Turn(id=f"t{name}", playthrough=name, ask_id="open", answer="{}", at=0.0))


def test_only_those_who_said_yes_are_counted_and_branches_once(client: TestClient) -> None:
    place: Any = client.app.state.place  # type: ignore[attr-defined]
    scenario, store = place.scenarios["recadrage"], place.store
    for n in range(LEAST - 1):
        _ended(store, f"yes{n}", scenario, counted=True)
    _ended(store, "no", scenario, counted=False)
    _ended(store, "branch", scenario, counted=True, parent="yes0")
    few = count(store, scenario)
    assert (few.plays, few.shown) == (LEAST - 1, False)
    _ended(store, "yesyes", scenario, counted=True)
    found = count(store, scenario)
    assert (found.plays, found.shown) == (LEAST, True)
    assert all(sum(words.values()) == LEAST for words in found.words.values())


def test_a_dossier_that_is_not_there(client: TestClient) -> None:
    for rest in ("", "/cite.bib", "/pack.zip", "/findings.zip"):
        answer = client.get(f"/incidents/nowhere{rest}")
        assert answer.status_code == 404
        assert "<h1" in answer.text


ATOM = "{http://www.w3.org/2005/Atom}"


def test_the_feed_is_atom(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """RFC 4287: what a feed and each of its entries must have, each once."""
    monkeypatch.setenv("AUTOPSIE_SCENARIOS", str(ROOT / "scenarios"))
    answer = client.get("/feed.xml?lang=fr")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    root = ET.fromstring(answer.content)
    assert root.tag == f"{ATOM}feed"
    for part in (root, *root.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            (found,) = part.findall(f"{ATOM}{name}")
            assert found.text
        assert datetime.fromisoformat(part.findtext(f"{ATOM}updated", "").replace("Z", "+00:00")).tzinfo
    assert root.find(f"{ATOM}author/{ATOM}name") is not None
    assert {link.get("rel") for link in root.findall(f"{ATOM}link")} == {"self", "alternate"}
    (entry,) = root.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Le troisième expert"
    assert entry.findtext(f"{ATOM}summary")


def test_programs_find_every_dossier_with_its_hashes(client: TestClient) -> None:
    found = Listing.model_validate_json(client.get("/dossiers.json").content)
    (one,) = found.dossiers
    assert (one.id, one.version, one.titles["en"]) == ("recadrage", 3, "The third examiner")
    assert {each.badge for each in one.subjects} == {"original"}
    for address in (one.url, one.findings):
        assert client.get(address).status_code == 200


def test_a_link_elsewhere_shows_a_card(client: TestClient) -> None:
    page = client.get("/incidents/recadrage?lang=fr").text
    (address,) = re.findall(r'property="og:image" content="([^"]+)"', page)
    cards = {
        client.get(f"/incidents/recadrage/card.png?lang={language}").content for language in ("fr", "en")
    }
    assert len(cards) == 2
    assert client.get(address).content in cards
    with Image.open(io.BytesIO(cards.pop())) as card:
        assert card.size == (1200, 630)
        assert len(card.convert("L").getcolors() or []) > 10  # letters, and not an empty sheet
    assert client.get("/incidents/nowhere/card.png").status_code == 404


def test_robots_are_told_what_is_nobodys_business(client: TestClient) -> None:
    told = client.get("/robots.txt").text
    assert "Disallow: /playthroughs/" in told
    assert "Sitemap: http://localhost/sitemap.xml" in told
    listed = re.findall(r"<loc>http://localhost([^<]+)</loc>", client.get("/sitemap.xml").text)
    assert "/incidents/recadrage" in listed
    assert all(client.get(path).status_code == 200 for path in listed)


def test_the_cover_shows_a_recorded_measure_and_its_picture(client: TestClient) -> None:
    page = client.get("/?lang=fr").text
    cover = page[page.index('class="frontispiece"') : page.index('id="register"')]
    addresses = set(re.findall(r'href="(/incidents/recadrage/pictures/[0-9a-f]{64}\.png)"', cover))
    assert len(addresses) == 1
    with Image.open(io.BytesIO(client.get(addresses.pop()).content)) as picture:
        assert picture.size == (512, 512)
    assert "NASA" in cover
    assert client.get(f"/incidents/recadrage/pictures/{'0' * 64}.png").status_code == 404
    assert 'class="frontispiece"' not in client.get("/?q=zebre").text
