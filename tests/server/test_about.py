"""The pages about the place: both languages, what they say of this server, and whose work it stands on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from server.about_pages import PAGES
from server.app import create_app
from server.credits import credited
from server.settings import Settings
from tools.catalogue import subjects


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    home: Path = tmp_path_factory.mktemp("home")
    settings = Settings(home=home, warm=False, upload_seconds=1200)
    with TestClient(create_app(settings, scenarios={}), base_url="http://localhost") as client:
        yield client


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_told_in_both_languages_with_its_typography(
    client: TestClient, name: str, language: str
) -> None:
    answer = client.get(f"/about/{name}?lang={language}")
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.text
    assert f'<a href="/about{"" if name == "method" else "/" + name}" aria-current="page">' in answer.text
    told = answer.text.split("<article")[1].split("</article>")[0]
    assert " :" not in told
    assert language == "en" or "\u2019" in told


def test_the_hour_of_erasure_is_the_servers_own(client: TestClient) -> None:
    assert "gardée 20 minutes au plus" in client.get("/about/kept?lang=fr").text


def test_credits_name_every_maker_and_lead_to_the_subjects(client: TestClient) -> None:
    page = client.get("/about/credits?lang=en").text
    for each in credited():
        assert f">{each.name.replace('_', '-')}</a>" in page
    used = {card.slug for card in subjects().values() if card.assets}
    assert used
    assert all(f'href="/subjects/{slug}"' in page for slug in used)


def test_a_page_that_is_not_there(client: TestClient) -> None:
    answer = client.get("/about/nothing", headers={"accept": "text/html"})
    assert answer.status_code == 404
    assert "<h1" in answer.text
