"""The page of credits says what the manifests say, of every asset."""

from __future__ import annotations

from pathlib import Path

from server.credits import FILE, credits_page
from tools.assets.manifest import Committed, manifests

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_is_what_the_manifests_say() -> None:
    assert (ROOT / FILE).read_text(encoding="utf-8") == credits_page(), "run: make credits"


def test_every_asset_is_there_with_licence_credit_source_and_place() -> None:
    others, _, own = credits_page().partition("## Made here")
    for name, pinned in manifests().items():
        part = own if isinstance(pinned.origin, Committed) else others
        (line,) = (row for row in part.splitlines() if row.startswith(f"| [{name.replace('_', '-')}]("))
        for said in (pinned.licence, pinned.credit, pinned.source):
            assert said in line
        if isinstance(pinned.origin, Committed):
            assert (ROOT / pinned.origin.path).is_file()
            assert (ROOT / pinned.origin.script).is_file()
