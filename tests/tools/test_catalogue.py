"""Names to files, with the nearest name where there is none."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tools import catalogue
from tools.errors import CallRefused
from tools.home import home
from tools.tool import Tool


def test_subjects_are_found_in_either_spelling() -> None:
    assert "twitter_crop" in catalogue.subjects()
    assert catalogue.subject_card("twitter-crop") is catalogue.subject_card("twitter_crop")


def test_an_unknown_subject_comes_with_the_nearest_name() -> None:
    with pytest.raises(CallRefused) as refused:
        catalogue.subject_card("twiter-crop")
    assert refused.value.code == "unknown_subject"
    assert "twitter-crop" in refused.value.sentence("fr")
    with pytest.raises(CallRefused) as refused:
        catalogue.subject_card("zzz")
    assert "twitter-crop" in refused.value.sentence("en")


@pytest.mark.parametrize("name", ["", "../subjects/twitter_crop", "cropping", "__init__", "os"])
def test_a_name_is_never_a_path(name: str) -> None:
    with pytest.raises(CallRefused):
        catalogue.subject_card(name)
    with pytest.raises(CallRefused) as refused:
        catalogue.tool("perturb", name)
    assert refused.value.code == "unknown_tool"


def test_every_tool_is_what_its_file_says_and_has_its_words() -> None:
    for verb in catalogue.VERBS:
        for method, tool in catalogue.tools_of(verb).items():
            assert isinstance(tool, Tool)
            assert (tool.verb, tool.method) == (verb, method)
            assert tool.title.fr
            assert tool.about.en
            assert type(tool).__doc__
            assert tool.default_case in catalogue.cases()
            assert len({field.name for field in tool.results}) == len(tool.results)
            assert type(catalogue.tool(verb, method.replace("_", "-"))) is type(tool)


def test_a_verb_without_tools_is_empty_and_an_unknown_one_is_refused() -> None:
    assert catalogue.tools_of("dissect") == {}
    with pytest.raises(CallRefused):
        catalogue.tool("destroy", "everything")  # type: ignore[arg-type]


def test_the_catalogue_needs_no_slow_library() -> None:
    code = (
        "import sys\n"
        "from tools import catalogue as c\n"
        "c.subjects(); c.cases(); [c.tools_of(verb) for verb in c.VERBS]\n"
        "print([m for m in ('torch', 'scipy', 'skimage', 'PIL', 'captum', 'httpx') if m in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_home_is_the_named_folder_or_the_platforms_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUTOPSIE_HOME", str(tmp_path / "here"))
    assert home() == tmp_path / "here"
    assert not home().exists()
    monkeypatch.delenv("AUTOPSIE_HOME")
    assert home().name == "autopsie"
    assert home().is_absolute()
