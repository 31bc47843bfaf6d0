"""Whose work Autopsie stands on: ``CREDITS.md``, written from the manifests of the assets and nothing else.

``python -m server.credits FILE`` writes it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from tools.assets.manifest import AssetKind, Committed, Manifest, Packaged, Published, manifests
from tools.catalogue import subjects

FILE = "CREDITS.md"

_HEAD = """# Credits

Written by `python -m server.credits CREDITS.md` from `tools/assets/*.yaml`; do not edit.

Autopsie's own code is under [Apache-2.0](LICENSE), its own texts under [CC BY 4.0](LICENSE-texts). What \
others made is not in this repository: it is fetched from where they published it, when you ask for it \
(`autopsie subjects fetch NAME`), or taken from a package that is installed already; in both cases it is \
checked against the SHA-256 in its manifest.
"""

_KINDS: dict[AssetKind, str] = {
    "weights": "Models",
    "mesh": "Shapes",
    "words": "Words",
    "font": "Fonts",
}  # fmt: skip

_OWN = """## Made here

Trained by us with the seeded script that stands beside each; in this repository.
"""


def credits_page() -> str:
    """The page, whole."""
    found = credited()
    parts = [_HEAD]
    for kind, title in _KINDS.items():
        others = [each for each in found if each.kind == kind and not isinstance(each.origin, Committed)]
        if others:
            parts.append(f"## {title}\n\n{_table(_OTHERS, map(_fetched, others))}")
    own = [each for each in found if isinstance(each.origin, Committed)]
    if own:
        parts.append(f"{_OWN}\n{_table(_MADE, map(_made, own))}")
    return "\n".join(parts)


def credited() -> list[Manifest]:
    """Everything that has a maker to name, by name."""
    return sorted(manifests().values(), key=lambda each: each.name)


def origin_of(pinned: Manifest) -> str:
    """Where its file comes from, in plain words: a commit, a package, a script with its seed."""
    match pinned.origin:
        case Published(commit=commit):
            return f"{pinned.file}, commit {commit[:12]}"
        case Packaged(package=package, version=version):
            return f"{package} {version} (PyPI)"
        case Committed(script=script, seed=seed):
            return f"{script}, seed {seed}"


def users_of(pinned: Manifest) -> list[str]:
    """The subjects that it is part of, as their addresses spell them."""
    return [card.slug for card in subjects().values() if pinned.name in card.assets]


_OTHERS = ("name", "credit", "licence", "fetched from", "used by")
_MADE = ("name", "credit", "licence", "file", "script", "used by")


def _fetched(pinned: Manifest) -> Sequence[str]:
    return (
        f"[{_slug(pinned)}]({pinned.source})",
        pinned.credit,
        pinned.licence,
        _origin(pinned),
        _users(pinned),
    )


def _made(pinned: Manifest) -> Sequence[str]:
    origin = pinned.origin
    assert isinstance(origin, Committed)
    script = f"[{origin.script}]({origin.script}), seed {origin.seed}"
    return (
        f"[{_slug(pinned)}]({pinned.source})", pinned.credit, pinned.licence, f"`{origin.path}`", script,
        _users(pinned),
    )  # fmt: skip


def _origin(pinned: Manifest) -> str:
    match pinned.origin:
        case Published(url=url, commit=commit):
            return f"[{pinned.file}]({url}), commit {commit[:12]}"
        case Packaged(package=package, version=version, members=members):
            what = f"`{members[0]}`" if len(members) == 1 else f"{len(members)} members"
            return f"the package {package} {version}: {what}"
    raise TypeError(pinned.name)


def _users(pinned: Manifest) -> str:
    return ", ".join(users_of(pinned)) or ("–" if pinned.kind == "weights" else "the pictures")


def _slug(pinned: Manifest) -> str:
    return pinned.name.replace("_", "-")


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(credits_page(), encoding="utf-8")
