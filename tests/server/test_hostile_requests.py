"""No address and no form of the public place breaks, whatever is sent to it.

Hypothesis fills every form that the pages hold, schemathesis every route; each answer is a page of
the site, or words for a program.

``AUTOPSIE_HOSTILE=10000`` sends so many requests instead of the test's own few hundred.
"""

from __future__ import annotations

import logging
import os
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from server.app import create_app
from server.settings import Settings

pytestmark = [pytest.mark.long, pytest.mark.timeout(3000)]

LONGEST_QUERY = 60_000  # characters; the client refuses an address above 65,536
REQUESTS = int(os.environ.get("AUTOPSIE_HOSTILE", "800"))
STARTS = ("/", "/incidents/petite", "/subjects", "/table", "/instruments", "/saisir", "/reprendre", "/about")
MOST_PAGES = 60
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]


@dataclass
class Form:
    """One form of a page: where it goes, and what each of its fields holds now."""

    action: str
    method: str = "get"
    fields: dict[str, list[str]] = field(default_factory=dict)

    @property
    def shape(self) -> tuple[str, str, tuple[str, ...]]:
        """What forms of other plays and other rows have in common with this one."""
        parts = (
            "*" if len(part) > 20 or part.isdigit() else part
            for part in urlsplit(self.action).path.split("/")
        )
        return self.method, "/".join(parts), tuple(sorted(self.fields))


class Page(HTMLParser):
    """The forms of a page, and the addresses that it leads to."""

    def __init__(self, address: str, html: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: set[str] = set()
        self._address = address
        self._open: Form | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag in ("a", "link", "img", "source") and (to := has.get("href") or has.get("src")):
            whole = urlsplit(urljoin(self._address, to))
            if whole.netloc == urlsplit(self._address).netloc:
                self.links.add(whole.path + (f"?{whole.query}" if whole.query else ""))
        elif tag == "form":
            where = urlsplit(urljoin(self._address, has.get("action") or self._address))
            self._open = Form(where.path, has.get("method", "get").lower())
            self.forms.append(self._open)
        elif tag in ("input", "button", "select", "textarea") and has.get("name") and self._open is not None:
            self._open.fields.setdefault(has["name"], []).append(has.get("value", ""))
        elif tag == "option" and self._open is not None and self._open.fields:
            self._open.fields[next(reversed(self._open.fields))].append(has.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None


NASTY = [
    "", " ", "\x00", "\ud7ff", "﷽", "a" * 70_000, "-1", "1e999", "nan", "٣", "1,5", "0x10",
    "../../etc/passwd", "<script>alert(1)</script>", "{{ 7 * 7 }}", "%s%n", "' or 1=1 --",
    "\r\nset-cookie: a=b", "2026-02-30", "🙂" * 300, "https://elsewhere.example/", "//elsewhere.example",
    "[]", "{", "null", "0" * 64, "f" * 32, "99999999999999999999",
]  # fmt: skip
TEXTS = st.one_of(st.sampled_from(NASTY), st.text(max_size=60), st.integers().map(str), st.floats().map(str))
FILES = st.tuples(
    st.sampled_from(["a.png", "a.svg", "../a.png", "", "a" * 300, "\u202egnp.exe"]),
    st.one_of(st.binary(max_size=200), st.just(b"\x89PNG\r\n\x1a\n" + b"\0" * 50), st.just(b"<svg/>")),
    st.sampled_from(["image/png", "text/html", "", "x/y; charset=nowhere"]),
)


@st.composite
def fillings(draw: st.DrawFn, form: Form) -> dict[str, Any]:
    """What to send for a form: each field as it was, something else, twice, or not at all; unknown ones."""
    sent: list[tuple[str, str]] = []
    for name, values in form.fields.items():
        for _ in range(draw(st.sampled_from([1, 1, 1, 1, 0, 2]))):
            sent.append((name, draw(st.one_of(st.sampled_from(values), TEXTS))))
    if draw(st.integers(0, 9)) == 0:
        sent.append((draw(TEXTS), draw(TEXTS)))
    kind = draw(st.sampled_from(["urlencoded"] * 6 + ["multipart", "file", "raw", "json"]))
    accept = draw(st.sampled_from(["text/html", "application/json", "*/*", ""]))
    return {
        "kind": kind,
        "sent": sent,
        "accept": accept,
        "file": draw(FILES),
        "raw": draw(st.binary(max_size=300)),
    }


class Broken(logging.Handler):
    """What the server itself calls a fault of its own."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    home: Path = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTOPSIE_SCENARIOS", str(Path(__file__).parent / "scenarios"))
        patch.delenv("AUTOPSIE_ASSETS", raising=False)
        many = {f"{kind}_per_minute": 10**9 for kind in ("writes", "plays", "uploads", "reads")}
        yield create_app(Settings(home=home, in_process=True, warm=False, live_seconds=600, **many))


@pytest.fixture(scope="module")
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="module")
def play(client: TestClient) -> str:
    form = {"scenario": "petite", "language": "fr", "audience": "curious"}
    begun = client.post("/playthroughs", data=form, follow_redirects=False)
    assert begun.status_code == 303, begun.text
    path = str(begun.headers["location"])
    end = time.monotonic() + 20
    while '"offered"' not in client.get(f"{path}/log").text:
        assert time.monotonic() < end
        time.sleep(0.05)
    return path


@pytest.fixture(scope="module")
def found(client: TestClient, play: str) -> tuple[list[Form], list[str]]:
    """Every kind of form, and every kind of address, that a visitor with a play comes across."""
    forms: dict[Any, Form] = {}
    addresses: dict[Any, str] = {}
    waiting, seen = [play, f"{play}/report", *STARTS], set()
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.pop(0)
        kind = Form(address.split("?")[0]).shape
        if address in seen or (kind in addresses and address not in STARTS):
            continue
        seen.add(address)
        addresses.setdefault(kind, address)
        answer = client.get(address, headers={"accept": "text/html"})
        assert answer.status_code < 500, address
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        page = Page(f"http://localhost{address}", answer.text)
        for form in page.forms:
            forms.setdefault(form.shape, form)
        waiting += sorted(each for each in page.links if not each.startswith("/static"))
    assert len(forms) >= 5, sorted(forms)
    return list(forms.values()), list(addresses.values())


def send(client: TestClient, form: Form, filled: dict[str, Any]) -> Any:
    headers = {"accept": filled["accept"]}
    pairs: dict[str, list[str]] = {}
    for name, value in filled["sent"]:
        # what no browser can put on the wire is not what is tried here
        pairs.setdefault(name.encode("utf-8", "replace").decode(), []).append(
            value.encode("utf-8", "replace").decode()
        )
    if form.method == "get":
        query = urlencode(pairs, doseq=True)[:LONGEST_QUERY]  # a longer one, this client does not send
        return client.get(f"{form.action}?{query}", headers=headers)
    match filled["kind"]:
        case "file":
            name = next(iter(pairs), "picture")
            return client.post(form.action, data=pairs, files={name: filled["file"]}, headers=headers)
        case "multipart":
            files = [(name, (None, value)) for name, values in pairs.items() for value in values]
            return client.post(form.action, files=files or {"a": (None, "")}, headers=headers)
        case "raw":
            kind = {"content-type": "multipart/form-data; boundary=x"}
            return client.post(form.action, content=filled["raw"], headers=headers | kind)
        case "json":
            return client.post(form.action, json=pairs, headers=headers)
    return client.post(form.action, data=pairs, headers=headers)


def told_well(answer: Any, accept: str) -> None:
    """A refusal is a page of the site for a browser, and words for anybody; never a fault."""
    assert answer.status_code < 500, answer.text[:400]
    assert "Traceback" not in answer.text
    if answer.status_code >= 400 and accept == "text/html":
        assert answer.headers["content-type"].startswith("text/html"), answer.request.url
        assert "<h1" in answer.text
        assert 'class="brand"' in answer.text


def _try(client: TestClient, form: Form, times: int) -> None:
    @settings(
        max_examples=times, deadline=None, database=None, derandomize=REQUESTS <= 800,
        suppress_health_check=SLOW, phases=[Phase.generate],
    )  # fmt: skip
    @given(fillings(form))
    def takes(filled: dict[str, Any]) -> None:
        told_well(send(client, form, filled), filled["accept"])

    takes()


def test_every_form_takes_anything(
    client: TestClient, found: tuple[list[Form], list[str]], caplog: pytest.LogCaptureFixture
) -> None:
    forms, _ = found
    broken = Broken()
    logging.getLogger("autopsie").addHandler(broken)
    each = max(5, REQUESTS // (2 * len(forms)))
    try:
        for form in forms:
            _try(client, form, each)
    finally:
        logging.getLogger("autopsie").removeHandler(broken)
    assert broken.said == []


def test_every_route_takes_anything(app: FastAPI, client: TestClient, play: str) -> None:
    """Also the addresses that no page leads to, with path and query of any kind."""
    described = get_openapi(title="Autopsie", version="1", routes=app.routes)
    described["paths"] = {
        path: each for path, each in described["paths"].items() if not path.endswith("/events")
    }
    schema = schemathesis.openapi.from_dict(described)
    operations = [each.ok() for each in schema.get_all_operations()]
    assert len(operations) > 15
    own = play.rsplit("/", 1)[1]
    for operation in operations:

        @settings(
            max_examples=max(3, REQUESTS // (2 * len(operations))), deadline=None, database=None,
            derandomize=REQUESTS <= 800, suppress_health_check=[*SLOW, HealthCheck.filter_too_much],
            phases=[Phase.generate],
        )  # fmt: skip
        @given(operation.as_strategy(), st.booleans(), st.sampled_from(["text/html", "application/json"]))
        def takes(case: Any, mine: bool, accept: str) -> None:
            if mine and "play" in (case.path_parameters or {}) and case.method != "DELETE":
                case.path_parameters["play"] = own
            whole = case.as_transport_kwargs(base_url="http://localhost")
            whole.pop("cookies", None)
            drawn = {name.lower(): value for name, value in (whole.get("headers") or {}).items()}
            whole["headers"] = {**drawn, "accept": accept}
            told_well(client.request(**whole), accept)

        takes()


def test_addresses_bent_out_of_shape(client: TestClient, found: tuple[list[Form], list[str]]) -> None:
    _, addresses = found
    drawn = random.Random(9)
    bends = [
        "%00",
        "%ff",
        "..%2f",
        "'",
        "%E2%80%AE",
        "/",
        "?lang=xx",
        "?theme=%00&lang=fr",
        "#",
        ";a=b",
        "%0d%0aa:b",
    ]
    for address in addresses:
        for bend in bends:
            at = drawn.randrange(1, len(address) + 1)
            told_well(
                client.get(address[:at] + bend + address[at:], headers={"accept": "text/html"}), "text/html"
            )
