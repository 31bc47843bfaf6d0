"""The author's pictures and the reader's words on a real server: shown, credited, never run."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

ATTACK = "</p><script>alert(1)</script><img src=x onerror=alert(2)>{debut} [[x]] javascript:alert(3)"
SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20" onload="alert(1)">
<script>alert(2)</script><rect width="40" height="20" fill="#345"/></svg>"""
STORY = """\
format: incident/1
id: petite
title: {fr: Des images, en: Pictures}
languages: [fr, en]
audiences: [curious]
cases:
  affiche:
    file: assets/affiche.png
    about: {fr: "Une affiche : un \\"disque\\".", en: "A poster: a \\"disc\\"."}
    person: PERSON
    licence: CC0-1.0
    credit: L'Atelier <b>
nodes:
  debut:
    text: {fr: Que voit-on ?, en: What is seen?}
    figure:
      file: assets/dessin.svg
      alt: {fr: 'Un cadre "vide"', en: 'An "empty" frame'}
      credit: {fr: Dessin de l'équipe, en: Drawn by the team}
    ask: text
    to: carte
  carte:
    tool: attribute
    with: {method: saliency, case: affiche}
    text: {fr: Voilà., en: There.}
  encore:
    text: {fr: Encore ?, en: More?}
    ask: text
    optional: true
  fin:
    ending: undecided
    text: {fr: Fin., en: End.}
"""


def _png() -> bytes:
    file = io.BytesIO()
    Image.radial_gradient("L").resize((120, 90)).convert("RGB").save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def folder(tmp_path, monkeypatch, _small_world) -> Path:
    made = tmp_path / "scenarios/petite"
    (made / "assets").mkdir(parents=True)
    (made / "scenario.yaml").write_text(STORY.replace("PERSON", "real"), encoding="utf-8")
    (made / "assets/affiche.png").write_bytes(_png())
    (made / "assets/dessin.svg").write_bytes(SVG)
    monkeypatch.setenv("AUTOPSIE_SCENARIOS", str(tmp_path / "scenarios"))
    return made


def _figure(visitor, play) -> str:
    page = visitor.get(play).text
    return page.partition(f'src="{play}/figures/')[2].partition('"')[0]


def test_a_drawing_with_a_script_is_an_image_and_nothing_else(folder, start):
    visitor = start().visitor()
    play = visitor.begin()
    page = visitor.get(play).text
    sha = _figure(visitor, play)
    assert "alert(" not in page  # never inlined
    assert 'alt="Un cadre &#34;vide&#34;"' in page
    assert "<figcaption>Dessin de l’équipe</figcaption>" in page
    shown = visitor.get(f"{play}/figures/{sha}")
    assert (shown.status_code, shown.content) == (200, SVG)
    assert shown.headers["content-type"] == "image/svg+xml"
    policy = shown.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script" not in policy
    assert shown.headers["x-content-type-options"] == "nosniff"
    again = visitor.get(f"{play}/figures/{sha}", headers={"if-none-match": f'"{sha}"'})
    assert again.status_code == 304
    assert "sandbox" in again.headers["content-security-policy"]


def test_only_the_pictures_of_this_story_and_only_to_its_reader(folder, start):
    server = start()
    visitor = server.visitor()
    play = visitor.begin()
    sha = _figure(visitor, play)
    for name in ("0" * 64, "..%2F..%2Fsecret", sha.upper(), f"{sha}.svg", "database.sqlite"):
        assert visitor.get(f"{play}/figures/{name}").status_code == 404, name
    poster = next(each.name for each in (server.place.settings.home / "files").iterdir() if each.name != sha)
    assert visitor.get(f"{play}/figures/{poster}").status_code == 404  # a case, not a figure
    assert server.visitor().get(f"{play}/figures/{sha}").status_code in (403, 404)


def test_a_figure_outlives_its_file(folder, start):
    visitor = start().visitor()
    play = visitor.begin()
    sha = _figure(visitor, play)
    (folder / "assets/dessin.svg").write_bytes(b"<html><script>alert(1)</script></html>")
    assert visitor.get(f"{play}/figures/{sha}").content == SVG


def test_a_reader_s_words_are_words_on_every_page_and_in_what_is_taken_away(folder, start):
    visitor = start().visitor()
    play = visitor.begin()
    visitor.answer(play, text=ATTACK)
    visitor.answer(play, ask_id=visitor.asked(play, "encore"), text=ATTACK)
    log = visitor.until(play, lambda log: log[-1]["type"] == "ended")
    assert [each["answer"]["text"] for each in log if each["type"] == "answered"] == [ATTACK, ATTACK]
    for path in (play, f"{play}/report", f"{play}?lang=en"):
        page = visitor.get(path)
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.text, path
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text
        assert 'href="javascript:' not in page.text
        assert "script-src 'self'" in page.headers["content-security-policy"]
    export = visitor.get(f"{play}/log")
    assert export.headers["content-type"].startswith("application/jsonl")
    assert export.headers["content-disposition"].startswith("attachment")
    assert export.headers["x-content-type-options"] == "nosniff"
    with visitor.stream("GET", f"{play}/events") as stream:
        said = "".join(stream.iter_lines())
    assert "<script>alert" not in said


@pytest.mark.weights
@pytest.mark.parametrize("in_process", [True, False], ids=["here", "worker"])
def test_an_author_s_picture_is_measured_shown_and_credited(
    folder, start, weights_folder, monkeypatch, in_process
):
    monkeypatch.setenv("AUTOPSIE_ASSETS", str(weights_folder))
    server = start(in_process=in_process)
    visitor = server.visitor()
    play = visitor.begin()
    visitor.answer(play, text="rien")
    log = visitor.until(
        play, lambda log: log[-1].get("node") == "encore" and log[-1]["type"] == "offered", 60
    )
    (finished,) = [each for each in log if each["type"] == "tool_finished"]
    finding = finished["finding"]
    assert finding["origin"] == "live"
    assert finding["call"]["case"].startswith("file:")
    assert (finding["stimuli"]["credit"], finding["stimuli"]["person"]) == ("L'Atelier <b>", "real")
    picture = finding["figures"][0]["panels"][0]["picture"]
    assert picture["alt"]["fr"] == 'Une affiche\u00a0: un "disque".'
    shown = visitor.get(f"{play}/pictures/{picture['sha256']}.png")
    assert Image.open(io.BytesIO(shown.content)).size == (120, 90)
    page = visitor.get(play).text
    assert "L&#39;Atelier &lt;b&gt; (CC0-1.0)" in page
    assert "un &#34;disque&#34;" in page
    assert "Photographie d’une personne réelle, créditée." in page
    (folder / "assets/affiche.png").unlink()  # what was kept is enough for those who are reading
    other = server.visitor()
    later = other.begin()
    other.answer(later, text="rien")
    other.until(later, lambda log: log[-1].get("node") == "encore" and log[-1]["type"] == "offered", 60)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("credit: L'Atelier <b>", "", "sans crédit"),
        ("person: PERSON\n", "\n", "Rien ne dit qui l’on y voit."),
        ("PERSON", "drawn", "Personnes dessinées ou de synthèse."),
    ],
)
@pytest.mark.weights
def test_the_page_says_no_more_than_the_author_did(
    folder, start, weights_folder, monkeypatch, old, new, says
):
    monkeypatch.setenv("AUTOPSIE_ASSETS", str(weights_folder))
    source = STORY.replace(old, new).replace("PERSON", "real")
    (folder / "scenario.yaml").write_text(source, encoding="utf-8")
    visitor = start().visitor()
    play = visitor.begin()
    visitor.answer(play, text="rien")
    visitor.until(play, lambda log: log[-1].get("node") == "encore" and log[-1]["type"] == "offered", 60)
    page = visitor.get(play).text
    assert says in page
    assert "réelle, créditée" not in page
