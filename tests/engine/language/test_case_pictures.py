"""An author's own picture as a case, and the picture beside a text: what is taken, refused, said."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from engine.language.assets import keep_assets
from engine.language.case_pictures import described
from engine.language.diagnostics import Diagnostic
from engine.language.reader import read_source
from engine.language.schema import Scenario, ToolNode
from tools.errors import MissingAsset
from tools.finding import Call, Finding, MapFigure, Panel
from tools.stimuli.cases import UNDESCRIBED, case_named
from tools.stimuli.files import kept
from tools.stimulus import Edited, File, Picture
from tools.subject import SubjectIdentity
from tools.wording import both

STORY = """\
format: incident/1
id: essai
title: {fr: Essai, en: Try}
languages: [fr, en]
cases:
  affiche:
    file: FILE
    about: {fr: "Une affiche : deux disques.", en: "A poster: two discs."}
    person: none
    licence: CC0-1.0
    credit: Nous
nodes:
  mesure:
    tool: perturb
    with: {change: contrast, case: affiche}
    text: {fr: La courbe., en: The curve.}
  fin:
    ending: undecided
    text: {fr: Fin., en: End.}
"""
SAME = "{file: FILE, about: {fr: La même., en: The same.}, person: none, licence: L, credit: C}"
BESIDE = """\
format: incident/1
id: essai
title: Essai
nodes:
  debut:
    text: Voyez.
    figure: {file: FILE, alt: Une image.}
  fin: {ending: undecided, text: Fin.}
"""


def png(width: int = 60, height: int = 40) -> bytes:
    file = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).save(file, "PNG")
    return file.getvalue()


def bomb() -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    )


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aaaa">]><svg xmlns="http://www.w3.org/2000/svg"/>'
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "essai"
    (made / "assets").mkdir(parents=True)
    return made


def read(
    source: str, folder: Path | None, file: str = "assets/a.png"
) -> tuple[Scenario | None, list[Diagnostic]]:
    return read_source(source.replace("FILE", f"'{file}'").encode(), "essai.yaml", folder)


def pictured(codes: list[Diagnostic]) -> set[str]:
    return {each.code for each in codes if each.code.startswith("S")}


@pytest.mark.parametrize("story", [STORY, BESIDE])
@pytest.mark.parametrize(
    "path",
    [
        "../../etc/passwd",
        "/etc/passwd",
        "https://evil/x.png",
        "assets/./../x.png",
        "assets/../../x.png",
        "assets/",
        "C:\\x",
        "assets\\a.png",
        "file:///etc/passwd",
        "data:image/png;base64,AAAA",
        "assets//a.png",
        "a.png",
        "assets/none.png",
        "assets/" + "a" * 5000 + ".png",
        "assets/sub",
    ],
)
def test_a_path_that_leads_elsewhere(folder: Path, story: str, path: str) -> None:
    (folder / "assets/sub").mkdir()
    (folder / "assets/a.png").write_bytes(png())
    scenario, found = read(story, folder, path)
    assert scenario is None
    assert pictured(found) == {"S230"}


@pytest.mark.parametrize("story", [STORY, BESIDE])
def test_links_out_of_the_folder_and_in_a_circle(folder: Path, story: str) -> None:
    (folder.parent / "secret.png").write_bytes(png())
    (folder / "assets/out.png").symlink_to(folder.parent / "secret.png")
    (folder / "assets/round.png").symlink_to("round.png")
    (folder / "assets/away").symlink_to(folder.parent)
    for name in ("out.png", "round.png", "away/secret.png"):
        assert pictured(read(story, folder, f"assets/{name}")[1]) == {"S230"}, name


@pytest.mark.parametrize(
    ("content", "as_case", "as_figure"),
    [
        (png(), set(), set()),
        (bomb(), {"S232"}, {"S232"}),
        (png(5000, 4000), {"S232"}, {"S232"}),
        (png()[:-20], {"S232"}, {"S232"}),
        (b"", {"S232"}, {"S232"}),
        (b"no picture" * 99, {"S232"}, {"S232"}),
        (png() + b"0" * 5_000_001, {"S232"}, {"S232"}),
        (b"<html><script>", {"S232"}, {"S232"}),
        (SVG, {"S232"}, set()),
        (SVG + b" " * 600_000, {"S232"}, {"S232"}),
        (ENTITIES, {"S232"}, {"S232"}),
    ],
    ids=["sound", "bomb", "large", "cut", "empty", "text", "heavy", "html", "svg", "heavy svg", "entities"],
)
def test_what_a_file_may_be(folder: Path, content: bytes, as_case: set[str], as_figure: set[str]) -> None:
    (folder / "assets/a.png").write_bytes(content)
    for story, wanted in ((STORY, as_case), (BESIDE, as_figure)):
        found = read(story, folder)[1]
        assert pictured(found) - {"S234"} == wanted


def test_the_hash_that_is_stated_is_checked_and_one_that_is_not_is_offered(folder: Path) -> None:
    (folder / "assets/a.png").write_bytes(png())
    sha256 = hashlib.sha256(png()).hexdigest()
    scenario, found = read(STORY, folder)
    (hint,) = [each for each in found if each.code == "S234"]
    assert hint.severity == "info"
    assert hint.fix is not None
    assert f"sha256: {sha256}" in hint.fix.en
    stated = STORY.replace("    about:", f"    sha256: {sha256}\n    about:")
    assert pictured(read(stated, folder)[1]) == set()
    assert pictured(read(stated.replace(sha256, "0" * 64), folder)[1]) == {"S233"}
    assert pictured(read(stated.replace(sha256, sha256.upper()), folder)[1]) == {"S203"}
    assert scenario is not None
    node = scenario.nodes["mesure"]
    assert isinstance(node, ToolNode)
    assert node.case == f"file:{sha256}"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("    person: none\n", "", "S235"),
        ("    licence: CC0-1.0\n", "", "S235"),
        ("    credit: Nous\n", "", "S235"),
        ("person: none", "person: alien", "S203"),
        ("    file: FILE\n", "    case: chelsea\n", "S201"),
        ("    file: FILE\n", "    file: FILE\n    case: chelsea\n", "S203"),
        ('    about: {fr: "Une affiche : deux disques.", en: "A poster: two discs."}\n', "", "S201"),
        ("nodes:", f"  autre: {SAME}\nnodes:", "S203"),
    ],
)
def test_what_is_said_of_a_picture(folder: Path, old: str, new: str, code: str) -> None:
    (folder / "assets/a.png").write_bytes(png())
    assert old in STORY
    found = read(STORY.replace(old, new, 1), folder)[1]
    assert code in {each.code for each in found}, found
    assert (code == "S235") == all(each.severity != "error" for each in found)


def test_a_default_case_may_be_the_author_s(folder: Path) -> None:
    (folder / "assets/a.png").write_bytes(png())
    source = STORY.replace(", case: affiche", "").replace(
        "nodes:", "subjects: {reseau: {model: twitter-crop, default_case: affiche}}\nnodes:"
    )
    scenario = read(source, folder)[0]
    assert scenario is not None
    assert scenario.nodes["mesure"].case.startswith("file:")  # type: ignore[union-attr]


def finding(sha256: str) -> Finding:
    case = case_named(f"file:{sha256}")
    recipe = File(sha256=sha256)
    alts = (
        UNDESCRIBED,
        both("").model_copy(update={"fr": f"{UNDESCRIBED.fr}, floue", "en": f"{UNDESCRIBED.en}, blurred"}),
    )
    recipes = (recipe, Edited(of=recipe, change="blur", amount=2))
    pictures = [
        Picture(sha256=str(at) * 64, width=60, height=40, recipe=made, alt=alt)
        for at, (made, alt) in enumerate(zip(recipes, alts, strict=True))
    ]
    return Finding(
        tool_version="1",
        call=Call(verb="perturb", method="contrast", subject="twitter_crop", case=case.name),
        question=both("?"),
        subject=SubjectIdentity(name="twitter_crop", title=both(""), badge="proxy", sha256="0" * 64),
        stimuli=case.stimuli(pictures),
        unit_of_n=both("picture"),
        n=1,
        result={},
        values=[],
        verdict="effect",
        conclusion=both("."),
        seconds=0.1,
        figures=[
            MapFigure(title=both(""), panels=[Panel(caption=both(""), picture=each) for each in pictures])
        ],
    )


def test_findings_carry_the_author_s_word_and_follow_it(folder: Path) -> None:
    (folder / "assets/a.png").write_bytes(png())
    sha256 = hashlib.sha256(png()).hexdigest()
    first = read(STORY, folder)[0]
    reworded = STORY.replace("A poster: two discs", "A placard").replace("credit: Nous", "credit: Vous")
    second = read(reworded, folder)[0]
    assert first is not None
    assert second is not None
    told = described(first.case_pictures, finding(sha256))
    assert (told.stimuli.person, told.stimuli.licence, told.stimuli.credit) == ("none", "CC0-1.0", "Nous")
    assert described(first.case_pictures, told) == told
    again = described(second.case_pictures, told)
    figure = again.figures[0]
    assert isinstance(figure, MapFigure)
    assert [each.picture.alt.en for each in figure.panels] == ["A placard.", "A placard., blurred"]
    assert {each.picture.credit for each in figure.panels} == {"Vous"}
    assert again.stimuli.about.en == "A placard."
    assert len(again.stimuli.notes) == 2
    other = finding("1" * 64)
    assert described(first.case_pictures, other) is other


def test_the_lab_gets_the_files_and_only_those_that_were_read(folder: Path) -> None:
    (folder / "assets/a.png").write_bytes(png())
    scenario = read(STORY, folder)[0]
    assert scenario is not None
    keep_assets(scenario, folder)
    assert kept(hashlib.sha256(png()).hexdigest()) == png()
    (folder / "assets/a.png").write_bytes(png(61))
    keep_assets(scenario, folder)
    with pytest.raises(MissingAsset):
        kept(hashlib.sha256(png(61)).hexdigest())


RANK = """\
format: incident/1
id: essai
title: Essai
vars: {premier: [aucun, place, lumiere], nombre: 5}
nodes:
  ordre:
    ask: rank
    text: Rangez.
    items: {place: La place., lumiere: La lumière.}
    save: premier
  choix:
    branch:
      - {when: premier == 'lumiere', to: fin}
      - {to: autre}
  autre: {ending: abandoned, text: Autre.}
  fin: {ending: undecided, text: Fin.}
plays:
  une: {answers: {ordre: {ranking: [lumiere, place]}}, expect: {ending: fin}}
  deux: {answers: {ordre: {ranking: [place, lumiere]}}, expect: {ending: autre}}
"""


def test_the_first_of_a_ranking_is_kept_in_a_var_of_those_words() -> None:
    from engine.author.trial import tried

    scenario, found = read_source(RANK.encode(), "essai.yaml")
    assert scenario is not None, found
    for name in ("une", "deux"):
        assert tried(scenario, scenario.plays[name]).passed, name
    for old, new in (("save: premier", "save: nombre"), ("[aucun, place, lumiere]", "[aucun, place]")):
        codes = {each.code for each in read_source(RANK.replace(old, new).encode(), "essai.yaml")[1]}
        assert "T426" in codes, old
