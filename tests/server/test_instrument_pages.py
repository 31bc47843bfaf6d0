"""The pages of the instruments: each says its question, its settings, its limits, and a real measure."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from server.app import create_app
from server.settings import Settings
from server.table_params import params_of
from server.table_references import FOLDER, reference_of
from server.table_state import spelled
from tools.catalogue import subject_card, subjects, tool, tools_of
from tools.verbs import VERBS

BROWSER = {"accept": "text/html", "accept-language": "fr"}
INSTRUMENTS = [(verb, method) for verb in VERBS for method in tools_of(verb)]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    made = Settings(
        home=tmp_path_factory.mktemp("home"), in_process=True, warm=False, reads_per_minute=100_000
    )
    with TestClient(create_app(made), headers=BROWSER) as client:
        yield client


def test_the_list_leads_to_every_instrument(client: TestClient) -> None:
    page = client.get("/instruments").text
    for verb, method in INSTRUMENTS:
        assert f'href="/instruments/{spelled(verb, method)}"' in page


@pytest.mark.parametrize(("verb", "method"), INSTRUMENTS)
def test_every_instrument_says_what_it_asks_needs_and_leaves_unsaid(
    client: TestClient, verb: str, method: str
) -> None:
    found = client.get(f"/instruments/{spelled(verb, method)}")
    assert found.status_code == 200
    for name in tool(verb, method).params.model_fields:
        assert f"<code>{name}</code>" in found.text
    assert "Ce qu’il ne dit pas" in found.text
    assert f"autopsie {verb} " in found.text
    assert "/table?instrument=" in found.text


@pytest.mark.parametrize("name", ["perturb", "perturb.", "rien.rien", "perturb.contrst", "retrain"])
def test_a_name_that_is_no_instrument_is_a_page_not_found(client: TestClient, name: str) -> None:
    assert client.get(f"/instruments/{name}").status_code == 404


def test_a_recorded_reference_is_a_real_call_of_that_instrument() -> None:
    files = sorted(FOLDER.glob("*.json"))
    assert files
    for file in files:
        verb, _, method = file.stem.partition(".")
        found = reference_of(verb, method)
        assert found is not None
        assert (found.call.verb, found.call.method) == (verb, method)
        assert found.recorded is not None
        assert not found.recorded.invented
        assert (
            found.subject.sha256 == subject_card(found.call.subject).sha256 == found.recorded.subject_sha256
        )
        assert found.tool_version == tool(verb, method).version
        assert set(found.result) == {each.name for each in tool(verb, method).results}


def test_a_probe_says_that_readable_is_not_used(client: TestClient) -> None:
    assert "Lisible ne veut pas dire utilisé" in client.get("/instruments/probe.tone").text


def test_bounds_are_those_that_the_tool_refuses_beyond() -> None:
    n = next(each for each in params_of(tool("perturb", "contrast"), "en") if each.name == "n")
    assert n.kind == "number"
    assert re.findall(r"\d+", n.bounds.replace(",", "")) == ["1", "1000"]


def test_a_subjects_sheet_leads_to_the_table_and_the_command(client: TestClient) -> None:
    for card in subjects().values():
        page = client.get(f"/subjects/{card.slug}").text
        assert f"autopsie examine {card.slug}" in page
        assert f"subject={card.slug}" in page
    assert 'href="/incidents/recadrage"' in client.get("/subjects/twitter-crop").text
