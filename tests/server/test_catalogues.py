"""The words of the interface: gettext catalogues with the same keys in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from server import catalogues
from server.catalogues import CatalogueFault, domains, read_all, read_domain

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for language in ("fr", "en"):
        (tmp_path / language / "LC_MESSAGES").mkdir(parents=True)
    monkeypatch.setattr(catalogues, "FOLDER", tmp_path)
    read_all.cache_clear()
    return tmp_path


@pytest.fixture(autouse=True)
def _fresh() -> object:
    yield
    read_all.cache_clear()


def put(folder: Path, language: str, domain: str, **said: str) -> None:
    lines = "".join(f'msgid "{key}"\nmsgstr "{words}"\n\n' for key, words in said.items())
    (folder / language / "LC_MESSAGES" / f"{domain}.po").write_text(HEAD + lines, "utf-8")


def test_a_domain_gives_both_languages_by_key(folder: Path) -> None:
    put(folder, "fr", "home", open="Ouvrir le dossier")
    put(folder, "en", "home", open="Open the case")
    assert domains() == ["home"]
    assert read_domain("home")["open"].in_("en") == "Open the case"
    assert read_domain("home")["open"].in_("fr") == "Ouvrir le dossier"


def test_a_key_in_one_language_only_is_named(folder: Path) -> None:
    put(folder, "fr", "home", open="Ouvrir", shut="Fermer")
    put(folder, "en", "home", open="Open")
    with pytest.raises(CatalogueFault, match=r"home\.po.*shut"):
        read_domain("home")


def test_a_key_in_two_domains_is_named(folder: Path) -> None:
    for domain in ("home", "table"):
        put(folder, "fr", domain, open="Ouvrir")
        put(folder, "en", domain, open="Open")
    with pytest.raises(CatalogueFault, match=r"table\.po.*open"):
        read_all()


def test_the_places_are_the_same_in_both_languages() -> None:
    for domain in domains():
        for key, words in read_domain(domain).items():
            french, english = (set(re.findall(r"{(\w+)[^}]*}", said)) for said in (words.fr, words.en))
            assert french == english, f"{domain}.po: {key}"
