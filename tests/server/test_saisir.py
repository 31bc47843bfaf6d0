"""A case is brought, followed, added to and erased with its receipt, and nobody else's eyes."""

from __future__ import annotations

import io
import logging
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from sqlalchemy import text
from starlette.testclient import TestClient

from server import case_pictures, case_receipts, case_store, cases
from server.app import create_app
from server.case_form import LONGEST
from server.case_receipts import LETTERS, Receipts
from server.place import Place
from server.settings import Settings
from server.store import Store

PAGE = {"accept": "text/html", "accept-language": "fr"}
PROGRAM = {"accept": "application/json"}
CANARY = "mot-jamais-ecrit-au-journal"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    home: Path = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTOPSIE_SCENARIOS", str(Path(__file__).parent / "scenarios"))
        patch.setenv("AUTOPSIE_HOME", str(home))
        many = {f"{kind}_per_minute": 10**9 for kind in ("writes", "plays", "uploads", "reads")}
        yield create_app(Settings(home=home, in_process=True, warm=False, **many))


@pytest.fixture(scope="module")
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url="http://localhost", headers=PAGE, follow_redirects=False) as client:
        client.get("/?lang=fr")
        yield client


@pytest.fixture(autouse=True)
def _home(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    place: Place = app.state.place
    monkeypatch.setenv("AUTOPSIE_HOME", str(place.settings.home))


@pytest.fixture
def store(app: FastAPI) -> Store:
    place: Place = app.state.place
    return place.store


def key_of(client: TestClient) -> str:
    found = re.search(r'name="key" value="([^"]+)"', client.get("/saisir").text)
    assert found is not None
    return found[1]


def bring(client: TestClient, files: Any = None, **fields: Any) -> str:
    """Bring a case; its receipt."""
    sent = {"kind": "incident", "what": "Mon dossier a été trié.", "key": key_of(client), **fields}
    answer = client.post("/saisir", data=sent, files=files)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"]).removeprefix("/saisir/").partition("?")[0]


def photograph() -> bytes:
    """A JPEG that says where it was taken."""
    picture = Image.linear_gradient("L").resize((60, 40)).convert("RGB")
    exif = Image.Exif()
    exif[0x010E] = CANARY
    file = io.BytesIO()
    picture.save(file, "JPEG", exif=exif)
    return file.getvalue()


def test_a_case_is_followed_with_its_receipt_of_which_a_hash_is_kept(
    app: FastAPI, client: TestClient, store: Store
) -> None:
    receipt = bring(client, when="hier", affected="me", expects=["answer", "record"], contact="06 00")
    assert re.fullmatch(rf"[{LETTERS}]{{4}}(-[{LETTERS}]{{4}}){{3}}", receipt)
    assert not set("0O1I") & set(LETTERS)
    page = client.get(f"/saisir/{receipt}?done=new")
    assert page.status_code == 200
    assert receipt in page.text
    assert "Réponse au plus tard le" in page.text
    assert "Mon dossier a été trié." in page.text
    row = cases.found(store, receipt)
    assert row.due - row.received == 30 * 24 * 3600
    assert not row.wants_public
    with store.session() as session:
        kept = str(session.execute(text("select * from case_file")).all())
    assert receipt not in kept
    assert receipt.replace("-", "") not in kept
    assert client.get("/saisir/" + receipt.lower().replace("-", " ")).status_code == 200
    opened = client.post("/saisir/recu", data={"receipt": receipt.replace("-", "")})
    assert opened.headers["location"] == f"/saisir/{receipt}"
    assert client.get(f"/saisir/{receipt}?lang=en").text.count("Answer by") == 1
    client.get("/?lang=fr")


def test_no_two_forms_give_the_same_receipt_and_one_form_gives_one(client: TestClient) -> None:
    receipts = Receipts(b"secret")
    keys = [receipts.new_key() for _ in range(50)]
    assert len({receipts.receipt(key) for key in keys}) == 50
    assert receipts.receipt(keys[0]) == receipts.receipt(keys[0])
    assert Receipts(b"other").receipt(keys[0]) != receipts.receipt(keys[0])
    # a key that somebody chose opens nobody's case: it gives another number each time
    assert receipts.receipt("chosen") != receipts.receipt("chosen")


def test_a_form_that_is_sent_again_is_the_same_case_and_stays_erased(
    client: TestClient, store: Store
) -> None:
    before = len(case_store.cases(store))
    key = key_of(client)
    receipt = bring(client, key=key)
    again = client.post("/saisir", data={"kind": "incident", "what": "Mon dossier a été trié.", "key": key})
    assert again.headers["location"] == f"/saisir/{receipt}?done=again"
    assert len(case_store.cases(store)) == before + 1
    client.post(f"/saisir/{receipt}/erase")
    client.post("/saisir", data={"kind": "incident", "what": "Mon dossier a été trié.", "key": key})
    assert len(case_store.cases(store)) == before
    assert client.get(f"/saisir/{receipt}").status_code == 410


def test_what_was_typed_stays_in_a_form_that_is_refused(client: TestClient, store: Store) -> None:
    before = len(case_store.cases(store))
    sent = {"kind": "reply", "author": "Une <b>société</b>", "what": "Notre réponse.", "incident": "petite"}
    answer = client.post("/saisir", data=sent | {"key": key_of(client)})
    assert answer.status_code == 422
    assert "Une &lt;b&gt;société&lt;/b&gt;" in answer.text
    assert "Notre réponse." in answer.text
    assert 'href="#contact"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    long = client.post("/saisir", data={"kind": "incident", "what": "a" * (LONGEST["what"] + 1)})
    assert long.status_code == 422
    assert "10\u202f000 signes" in long.text
    assert client.post("/saisir", data={"what": "x", "incident": "nulle"}).status_code == 422
    assert len(case_store.cases(store)) == before
    told = client.post("/saisir", data={"kind": "reply"}, headers=PROGRAM)
    assert told.json()["code"] == "case_fields"


def test_an_appeal_is_prefilled_from_the_exhibit_that_it_contests(client: TestClient, store: Store) -> None:
    page = client.get("/saisir?dossier=petite&piece=pi%C3%A8ce%203").text
    assert '<option value="petite" selected>' in page
    assert 'value="pièce 3"' in page
    receipt = bring(client, kind="appeal", incident="petite", piece="pièce 3", what="Le témoin manque.")
    assert cases.found(store, receipt).piece == "pièce 3"
    refused = client.post("/saisir", data={"kind": "appeal", "what": "x", "incident": "petite"})
    assert refused.status_code == 422


def test_a_receipt_that_is_wrong_has_the_page_of_one_that_is_not_one(client: TestClient) -> None:
    pages = []
    for typed in ("AAAA-AAAA-AAAA-AAAA", "%3Cscript%3E", "A", "é" * 300, "recu2"):
        answer = client.get(f"/saisir/{typed}")
        assert answer.status_code == 404
        pages.append(re.sub(r'name="next" value="[^"]*"|href="/saisir/[^"]*lang=[^"]*"', "", answer.text))
    assert len(set(pages)) == 1
    assert client.get("/saisir/AAAA", headers=PROGRAM).json()["code"] == "case_unknown"


def test_guesses_are_counted_and_the_holder_is_not(tmp_path: Path) -> None:
    with TestClient(
        create_app(Settings(home=tmp_path / "h", warm=False, uploads_per_minute=3), scenarios={}),
        base_url="http://localhost", headers=PAGE, follow_redirects=False,
    ) as client:  # fmt: skip
        receipt = bring(client)
        found = [client.get(f"/saisir/{'B' * at}").status_code for at in range(1, 6)]
        assert found == [404, 404, 404, 429, 429]
        assert client.get(f"/saisir/{receipt}").status_code == 200


def test_words_are_added_once_and_none_to_a_closed_case(client: TestClient, store: Store) -> None:
    receipt = bring(client)
    for _ in range(2):
        added = client.post(f"/saisir/{receipt}/words", data={"text": "Voici la date."})
        assert added.headers["location"] == f"/saisir/{receipt}?done=word"
    row = cases.found(store, receipt)
    assert [(word.by, word.text) for word in case_store.words(store, row.id)] == [
        ("person", "Voici la date.")
    ]
    empty = client.post(f"/saisir/{receipt}/words", data={"text": " \n"})
    assert empty.status_code == 422
    assert "Il n\u2019y a rien d\u2019écrit." in empty.text
    cases.close(store, row)
    late = client.post(f"/saisir/{receipt}/words", data={"text": "Trop tard ?"})
    assert late.status_code == 409
    assert len(case_store.words(store, row.id)) == 1


def test_pictures_are_kept_apart_until_the_case_closes_without_what_they_carried(
    app: FastAPI, client: TestClient, store: Store
) -> None:
    place: Place = app.state.place
    receipt = bring(client, [("pictures", ("a.jpg", photograph()))])
    row = cases.found(store, receipt)
    (sha,) = case_store.pictures(store, row.id)
    file = case_pictures.file_of(row.id, sha)
    assert file is not None
    assert CANARY.encode() in photograph()
    assert CANARY.encode() not in file.read_bytes()
    assert list((place.settings.home / "uploads").rglob("*.png")) == []
    place.sweep(time.time() + 10 * 365 * 24 * 3600.0)  # the readers' pictures of the next ten years
    case_pictures.tidy(store)
    assert file.is_file()
    assert client.get(f"/playthroughs/{row.id}/pictures/{sha}.png").status_code == 404
    again = client.post(f"/saisir/{receipt}/pictures", files={"picture": ("b.jpg", photograph())})
    assert again.status_code == 303
    assert case_store.pictures(store, row.id) == [sha]
    cases.close(store, row)
    assert not file.exists()
    assert case_store.pictures(store, row.id) == []
    late = client.post(f"/saisir/{receipt}/pictures", files={"picture": ("b.jpg", photograph())})
    assert late.status_code == 409
    assert not file.parent.exists()


def test_what_is_no_picture_leaves_the_words_and_says_why(client: TestClient, store: Store) -> None:
    sent = {"kind": "incident", "what": "Les mots restent.", "key": key_of(client)}
    answer = client.post("/saisir", data=sent, files={"pictures": ("a.svg", b"<svg xmlns='x'/>")})
    assert answer.status_code == 200
    assert "picture_svg" in answer.text
    assert "Les mots restent." in answer.text
    receipt = re.search(r"<output>([^<]+)</output>", answer.text)
    assert receipt is not None
    assert case_store.pictures(store, cases.found(store, receipt[1]).id) == []
    nothing = client.post(f"/saisir/{receipt[1]}/pictures", files={"picture": ("", b"")})
    assert nothing.status_code == 422
    for _ in range(case_pictures.MOST_PICTURES):
        noise = io.BytesIO()
        Image.effect_noise((20, 20), 90).save(noise, "PNG")
        client.post(f"/saisir/{receipt[1]}/pictures", files={"picture": ("a.png", noise.getvalue())})
    more = client.post(f"/saisir/{receipt[1]}/pictures", files={"picture": ("b.jpg", photograph())})
    assert more.status_code == 422
    assert "6 images au plus" in more.text


def test_pictures_that_a_kill_left_behind_are_erased(client: TestClient, store: Store) -> None:
    receipt = bring(client, [("pictures", ("a.jpg", photograph()))])
    row = cases.found(store, receipt)
    folder = case_pictures.folder_of(row.id)
    case_store.change(store, row.id, closed=time.time())  # closed, and killed before the files went
    assert case_pictures.tidy(store) == 1
    assert not folder.exists()
    case_pictures.folder_of("0" * 12).mkdir(parents=True)  # of a case that is gone
    assert case_pictures.tidy(store) == 1


def test_too_heavy_a_picture_is_refused_and_the_words_come_back(start: Any) -> None:
    """A real server: a browser's body comes in pieces, and the words are in the first."""
    visitor = start().visitor()
    heavy = {"pictures": ("a.jpg", b"\xff\xd8" + b"0" * 5_600_000)}
    refused = visitor.post("/saisir", data={"kind": "incident", "what": "Gardez ceci."}, files=heavy)
    assert refused.status_code == 413
    assert "Gardez ceci." in refused.text
    assert 'href="#pictures"' in refused.text
    foreign = visitor.post("/saisir", data={"what": "x"}, headers={"sec-fetch-site": "cross-site"})
    assert foreign.status_code == 403


def test_erasing_leaves_a_digest_and_nothing_else(client: TestClient, store: Store) -> None:
    receipt = bring(client, [("pictures", ("a.jpg", photograph()))], what=CANARY, contact=CANARY)
    row = cases.found(store, receipt)
    client.post(f"/saisir/{receipt}/words", data={"text": CANARY})
    assert client.get(f"/saisir/{receipt}/erase").status_code == 200
    assert client.post(f"/saisir/{receipt}/erase").status_code == 303
    gone = client.get(f"/saisir/{receipt}")
    assert gone.status_code == 410
    assert CANARY not in gone.text
    assert not case_pictures.folder_of(row.id).exists()
    with store.session() as session:
        for table in ("case_file", "case_word", "case_picture", "case_erased"):
            kept = str(session.execute(text(f"select * from {table}")).all())
            assert CANARY not in kept
            assert row.receipt not in kept
            assert row.id not in kept
        assert case_receipts.remains(row.receipt) in kept
    assert client.post(f"/saisir/{receipt}/words", data={"text": "x"}).status_code == 410


def test_no_word_of_a_case_reaches_the_log(
    client: TestClient, store: Store, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    receipt = bring(client, what=CANARY, contact=CANARY)
    client.post(f"/saisir/{receipt}/words", data={"text": CANARY})
    client.post(f"/saisir/{receipt}/words", data={"text": CANARY * 400})

    def broken(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(case_store, "say", broken)
    assert client.post(f"/saisir/{receipt}/words", data={"text": CANARY + "!"}).status_code == 500
    form = logging.Formatter()
    said = "\n".join(form.format(record) + str(record.__dict__) for record in caplog.records)
    assert "RuntimeError" in said
    assert CANARY not in said
    ours = [record for record in caplog.records if record.name.startswith("autopsie")]
    assert all(receipt not in str(record.__dict__) for record in ours)


ANYTHING = st.one_of(
    st.text(max_size=80),
    st.sampled_from(
        ["", "\x00", "\u202e", "﷽", "a" * 20_000, "<script>", "{{ 7*7 }}", "petite", "appeal", "public"]
    ),
)
FIELDS = ("kind", "what", "when", "system", "affected", "expects", "incident", "piece", "author", "contact",
          "visibility", "key")  # fmt: skip


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sent=st.dictionaries(st.sampled_from(FIELDS), ANYTHING), more=ANYTHING)
def test_every_field_takes_anything(client: TestClient, sent: dict[str, str], more: str) -> None:
    sent = {name: value.encode("utf-8", "replace").decode() for name, value in sent.items()}
    answer = client.post("/saisir", data=sent)
    assert answer.status_code in (303, 422), answer.text
    if answer.status_code == 303:
        where = str(answer.headers["location"]).partition("?")[0]
        shown = client.get(where)
        assert shown.status_code == 200
        assert "<script>" not in shown.text.replace('<script type="module"', "")
        word = client.post(f"{where}/words", data={"text": more.encode("utf-8", "replace").decode()})
        assert word.status_code in (303, 422)
        assert client.post(f"{where}/visibility", data={"visibility": more[:9]}).status_code == 303
