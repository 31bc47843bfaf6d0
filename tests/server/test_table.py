"""The free table: what an address says, what is measured, what is kept and for whom, what is refused."""

from __future__ import annotations

import io
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from starlette.testclient import TestClient

from engine.author.new import draft
from engine.language.reader import read_scenario
from server import table_runs
from server.app import create_app
from server.settings import Settings
from server.table_command import step_of
from server.table_difference import Difference, difference
from server.table_references import reference_table
from server.table_state import TableState, accepting, read_state, refusal_of
from tools.catalogue import tools_of
from tools.errors import AutopsieError
from tools.finding import Finding
from tools.stimuli.cases import TEXT_PREFIX
from tools.verbs import VERBS

BROWSER = {"accept": "text/html", "accept-language": "fr", "sec-fetch-site": "same-origin"}
TERM = "instrument=perturb.term&subject=toxicity-planted&case=identity_sentences_en&p.n=30"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """One server for the module, with a home of its own; what was made here needs no fetched weights."""
    home = tmp_path_factory.mktemp("table-home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTOPSIE_HOME", str(home))
        made = Settings(home=home, in_process=True, warm=False, reads_per_minute=100_000, upload_seconds=3600)
        with TestClient(create_app(made), headers=BROWSER, follow_redirects=False) as client:
            yield client


@pytest.fixture(autouse=True)
def _home_of_the_module(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUTOPSIE_HOME", str(client.app.state.place.settings.home))  # type: ignore[attr-defined]
    client.app.state.place.buckets._levels.clear()  # type: ignore[attr-defined]
    client.cookies.clear()


def _home(client: TestClient) -> Path:
    return Path(client.app.state.place.settings.home)  # type: ignore[attr-defined]


def _measured(client: TestClient, query: str, seconds: float = 60) -> str:
    """Press the one button of a table, and wait: the page with its result."""
    asked = client.post("/table", data=dict(parse_qsl(query)))
    assert asked.status_code == 303, asked.text
    address = asked.headers["location"].removesuffix("#result")
    end = time.monotonic() + seconds
    while True:
        page = client.get(address)
        assert page.status_code == 200
        if 'data-busy="no"' in page.text:
            return page.text
        assert time.monotonic() < end
        time.sleep(0.05)


def _state(query: str) -> TableState:
    return read_state(parse_qsl(query))


def _file(grey: int = 90) -> bytes:
    pixels = np.random.default_rng(grey).integers(0, 255, (120, 160, 3)).astype(np.uint8)
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "PNG")
    return out.getvalue()


# The address


def test_one_table_has_one_address(client: TestClient) -> None:
    spelled = "subject=toxicity_planted&p.n=30&instrument=perturb.term&p.terms="
    answered = client.get(f"/table?{spelled}")
    assert answered.status_code == 303
    assert answered.headers["location"] == f"/table?{TERM}"
    assert client.get(f"/table?{TERM}").status_code == 200
    assert client.get(f"/table?{TERM}&lang=en").status_code == 200  # the language is no part of the table


@pytest.mark.parametrize("verb", VERBS)
def test_every_instrument_lays_a_table_that_its_address_says_again(verb: str) -> None:
    for instrument in tools_of(verb).values():
        state = reference_table(instrument)
        assert state is not None
        assert refusal_of(state) is None
        assert _state(state.query) == state


def test_defaults_are_left_out_and_a_large_case_says_its_n() -> None:
    usual = _state("instrument=perturb.contrast&subject=twitter-crop&p.threshold=0.5")
    assert usual.params == {"n": 36}
    assert _state("instrument=perturb.contrast&subject=twitter-crop&case=astronaut").params == {}


def test_settings_of_another_instrument_are_left_behind_by_the_form() -> None:
    left = "instrument=perturb.contrast&for=perturb.term&subject=twitter-crop&p.group=x"
    assert _state(left).params == {"n": 36}
    with pytest.raises(AutopsieError, match="group"):
        _state(left.replace("&for=perturb.term", ""))


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("instrument=perturb.contrst", "contrast"),
        ("subject=twitter-corp", "twitter-crop"),
        ("case=photograph", "photographs"),
        ("p.n=100000", "1000"),
        ("p.n=121", "120"),
        ("p.rien=1", "rien"),
        ("seed=x", "999999"),
        ("picture=zz", "64"),
        ("text=a&picture=" + "0" * 64, "Gardez-en une"),
        ("text=" + "a" * 1001, "1000"),
        ("nimporte=1", "nimporte"),
        ("case=upload:" + "0" * 64, "upload"),
        ("case=folder:/etc", "folder"),
        ("subject=python:os.system", "python"),
    ],
)
def test_what_makes_no_sense_gets_a_page_with_a_sentence(client: TestClient, query: str, said: str) -> None:
    answered = client.get(f"/table?{query}")
    assert answered.status_code == 422
    assert 'class="notice warning"' in answered.text
    assert said in answered.text
    assert 'formaction="/table"' in answered.text  # and the form to mend it


def test_an_instrument_that_the_subject_does_not_take_says_which_it_takes(client: TestClient) -> None:
    page = client.get("/table?instrument=perturb.term&subject=twitter-crop&case=photographs&p.n=36")
    assert page.status_code == 200
    takes = accepting(_state(TERM).tool)
    assert all(card.slug in page.text for card in takes)
    assert "Cet instrument examine" in page.text
    refused = client.post("/table", data={"instrument": "perturb.term", "subject": "twitter-crop"})
    assert refused.status_code == 422
    assert "Cet instrument examine" in refused.text


def test_a_text_for_a_reader_of_pictures_is_refused_in_words(client: TestClient) -> None:
    refused = client.post(
        "/table", data={"instrument": "perturb.contrast", "subject": "twitter-crop", "text": "bonjour"}
    )
    assert refused.status_code == 422
    assert "lit des images" in refused.text
    assert "bonjour" in refused.text


# The measure


def test_a_measure_is_shown_with_all_that_is_needed_to_doubt_it(client: TestClient) -> None:
    before = client.get(f"/table?{TERM}").text
    assert 'id="plate-1"' not in before
    assert "Mesurer" in before
    page = _measured(client, TERM)
    assert 'id="plate-1"' in page
    assert "Maquette" in page
    assert re.search(r"n\s=\s30", page)
    assert "graine 0" in page
    numbers = client.get(f"/table/1.csv?{TERM}")
    assert numbers.status_code == 200
    assert numbers.text.startswith("kind,name,label")
    assert client.get(f"/table/2.csv?{TERM}").status_code == 404


def test_the_link_shows_somebody_else_the_same_without_measuring(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = _measured(client, TERM)
    monkeypatch.setattr(client.app.state.table.laboratory, "lab", lambda: pytest.fail("measured again"))  # type: ignore[attr-defined]
    theirs = TestClient(client.app, headers=BROWSER).get(f"/table?{TERM}").text
    figures = re.compile(r'<figure class="plate".*?</figure>', re.DOTALL)
    assert figures.findall(theirs) == figures.findall(mine) != []


def test_two_subjects_stand_side_by_side_with_the_interval_of_the_difference(client: TestClient) -> None:
    page = _measured(client, f"{TERM}&subject2=toxicity-balanced")
    assert "n’a pas jugé la même chose" in page  # each was judged on the word that moves it most
    page = _measured(client, f"{TERM}&p.words=gay&subject2=toxicity-balanced")
    assert 'id="plate-1"' in page
    assert 'id="plate-2"' in page
    assert "unité par unité" in page
    assert "les deux diffèrent" in page


def test_texts_typed_by_two_people_are_compared_only_where_an_interval_can_be(client: TestClient) -> None:
    asked = (
        "instrument=attribute.word-removal&subject=toxicity-planted&text=you+are+a+fool&text2=good+day+to+all"
    )
    page = _measured(client, asked)
    assert "Aucune différence" in page
    kept = list((_home(client) / "files").glob("*")) if (_home(client) / "files").is_dir() else []
    assert all(b"you are a fool" not in file.read_bytes() for file in kept)  # no second home


def test_a_measure_that_fails_says_why_and_can_be_asked_again(client: TestClient) -> None:
    page = _measured(
        client, "instrument=compare.difference&subject=toxicity-planted&p.n=30".replace("&p.n=30", "")
    )
    assert "against" in page
    assert "Mesurer" in page


def test_waiting_says_its_place_and_the_table_can_be_full(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = client.app.state.table  # type: ignore[attr-defined]
    runs = table_runs.Runs(live.laboratory, live.kept)
    monkeypatch.setattr(client.app.state, "table", runs)  # type: ignore[attr-defined]
    monkeypatch.setattr(runs, "_thread", object())  # nothing runs: all wait
    monkeypatch.setattr(table_runs, "MOST_WAITING", 2)
    try:
        for seed in (901, 902):
            assert client.post("/table", data=dict(parse_qsl(f"{TERM}&seed={seed}"))).status_code == 303
        assert "Mesures avant la vôtre : 1" in client.get(f"/table?{TERM}&seed=902").text.replace("\xa0", " ")
        full = client.post("/table", data=dict(parse_qsl(f"{TERM}&seed=903")))
        assert full.status_code == 503
        assert "pleine" in full.text
    finally:
        runs._waiting.clear()


def test_a_visitor_may_ask_so_many_measures_a_minute(client: TestClient) -> None:
    statuses = [client.post("/table", data=dict(parse_qsl(TERM))).status_code for _ in range(25)]
    assert statuses[0] == 303
    assert statuses[-1] == 429


# The difference


def _finding(per_unit: list[float], sha: str = "0" * 64) -> Finding:
    from server.table_references import FOLDER

    found = Finding.model_validate_json((FOLDER / "perturb.contrast.json").read_text(encoding="utf-8"))
    stimuli = found.stimuli.model_copy(update={"sha256": sha})
    return found.model_copy(update={"per_unit": per_unit, "stimuli": stimuli})


def test_the_same_units_are_paired_and_others_are_not() -> None:
    draw = np.random.default_rng(0)
    a = draw.normal(0, 1, 40)
    same = _state("instrument=perturb.contrast&subject=twitter-crop&subject2=twitter-crop-imitation")
    other = _state("instrument=perturb.contrast&subject=twitter-crop&case=photographs&case2=portraits")
    paired = difference(same, _finding(a.tolist()), _finding((a - 0.5).tolist()))
    apart = difference(other, _finding(a.tolist()), _finding((a - 0.5).tolist(), "1" * 64))
    assert isinstance(paired, Difference)
    assert isinstance(apart, Difference)
    assert paired.method == "bootstrap_paired"
    assert apart.method == "bootstrap_unpaired"
    assert paired.value == pytest.approx(0.5) == apart.value
    # A constant gap has no spread once the units are paired, and all of theirs when they are not.
    assert paired.interval.high - paired.interval.low < 1e-9 < 0.3 < apart.interval.high - apart.interval.low
    yes = difference(same, _finding([1.0] * 20 + [0.0] * 20), _finding([0.0] * 40))
    assert isinstance(yes, Difference)
    assert yes.method == "newcombe_paired"
    assert yes.apart


def test_what_cannot_be_subtracted_is_said() -> None:
    same = _state("instrument=perturb.contrast&subject=twitter-crop&subject2=twitter-crop-imitation")
    unlike = _state("instrument=perturb.contrast&subject=twitter-crop&subject2=person-matte")
    fine, none, alone = _finding([0.1, 0.2]), _finding([]), _finding([0.1])
    for state, one, other in ((same, fine, none), (same, alone, alone), (unlike, fine, fine)):
        assert not isinstance(difference(state, one, other), Difference)
    few = difference(same, fine, _finding([0.2, 0.5]))
    assert isinstance(few, Difference)
    assert few.too_few


# One's own picture


def test_an_own_picture_is_its_visitors_alone_and_for_an_hour(client: TestClient, assets: Path) -> None:
    sent = client.post(
        "/table/picture",
        data={
            "q": "instrument=perturb.flip&subject=interview-score-clean&case=portraits&p.n=36",
            "side": "1",
        },
        files={"picture": ("a.png", _file(), "image/png")},
    )
    assert sent.status_code == 303, sent.text
    address = sent.headers["location"]
    assert re.search(r"[?&]picture=[0-9a-f]{64}", address)
    assert "case=" not in address
    query = address.partition("?")[2]
    mine = _measured(client, query)
    assert 'id="plate-1"' in mine or "n’a pas abouti" in mine
    theirs = TestClient(client.app, headers=BROWSER).get(address).text
    assert "qui n’est pas montrée ici" in theirs
    assert 'id="plate-1"' not in theirs
    old = time.time() - 3601
    pictures = list((_home(client) / "uploads").glob("table-*/*.png"))
    assert pictures
    for file in pictures:
        os.utime(file, (old, old))
    assert "qui n’est pas montrée ici" in client.get(address).text  # past its hour, swept or not
    assert client.app.state.table.kept.sweep() == len(pictures)  # type: ignore[attr-defined]
    assert not list((_home(client) / "uploads").glob("table-*"))


@pytest.mark.parametrize("content", [b"", b"not a picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>"])
def test_what_is_no_picture_is_refused_in_words(client: TestClient, content: bytes) -> None:
    sent = client.post("/table/picture", data={"q": TERM}, files={"picture": ("a.png", content, "image/png")})
    assert sent.status_code == 422
    assert 'class="notice warning"' in sent.text


# Copy as a step


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("verb", VERBS)
def test_every_step_passes_check_in_the_template(language: str, verb: str, tmp_path: Path) -> None:
    path = tmp_path / "essai" / "scenario.yaml"
    path.parent.mkdir()
    for instrument in tools_of(verb).values():
        state = reference_table(instrument)
        assert state is not None
        state = state.model_copy(update={"seed": 7})
        step = step_of(state, 0, language)  # type: ignore[arg-type]
        assert step is not None
        written = draft("Essai", "essai", [language], state.sides[0].subject)  # type: ignore[list-item]
        node = "\n  mesure:\n" if language == "fr" else "\n  measure:\n"
        place = written.rindex("\n\n", 0, written.index(node)) + 2
        path.write_text(written[:place] + step + "\n" + written[place:], encoding="utf-8")
        scenario, found = read_scenario(path)
        errors = [each.message.en for each in found if each.severity == "error"]
        assert scenario is not None, instrument.method
        assert not errors, (instrument.method, errors)


def test_what_a_visitor_brought_is_not_copied() -> None:
    own = _state("instrument=perturb.term&subject=toxicity-planted&text=hello")
    assert own.sides[0].stimulus.name.startswith(TEXT_PREFIX)
    assert step_of(own, 0, "fr") is None


# Anything at all

_NAMES = st.sampled_from(
    [
        "instrument",
        "subject",
        "case",
        "text",
        "picture",
        "seed",
        "subject2",
        "case2",
        "text2",
        "p.n",
        "p.levels",
        "for",
    ]
)
_VALUES = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        ["perturb.term", "compare.difference", "reproduce", ".", "twitter-crop", "1e999", "-1", "²"]
    ),
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.lists(st.tuples(st.one_of(_NAMES, st.text(max_size=12)), _VALUES), max_size=6))
def test_no_query_breaks_the_table(client: TestClient, parts: list[tuple[str, str]]) -> None:
    answered = client.get("/table", params=parts)
    assert answered.status_code in (200, 303, 422)
    if answered.status_code == 303:  # an address of ours is its own canonical form
        assert client.get(answered.headers["location"]).status_code == 200
    assert client.get("/table/1.csv", params=parts).status_code in (200, 404, 422, 200)
