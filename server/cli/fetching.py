"""What ``autopsie subjects fetch`` does: from names to files, one after the other, each told as it comes."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from server.cli.telling import aside, in_words, print_json, say, tell_error
from tools.errors import AutopsieError, CallRefused

if TYPE_CHECKING:
    from tools.assets.manifest import Manifest

_REDRAW = 0.1  # seconds between two drawings of the progress


@dataclass(frozen=True)
class Asked:
    """How the assets are to be fetched; ``within`` bounds them all together, in seconds."""

    mirror: str | None = None
    offline: bool = False
    given: tuple[Path, ...] = ()
    within: float | None = None
    as_json: bool = False
    started: float = field(default_factory=time.monotonic)

    def left(self) -> float | None:
        """The seconds that are left, never none: what is here already needs no more."""
        if self.within is None:
            return None
        return max(0.05, self.within - (time.monotonic() - self.started))


def fetch_named(names: Sequence[str], every: bool, asked: Asked) -> int:
    """Fetch what the names stand for, and with ``every`` all that can be fetched.

    A failure is told and stops no other. Returns the worst exit code. Raises
    :class:`~tools.errors.AutopsieError` for a brought file that is of no use.
    """
    from tools.assets.fetch import check_given, fetchable

    code, wanted = 0, {}
    for name in names:
        try:
            for pinned in _assets_of(name):
                wanted[pinned.name] = pinned
        except AutopsieError as unknown:
            tell_error(unknown, as_json=asked.as_json, about=name)
            code = max(code, unknown.exit_code)
    if every:
        wanted |= {pinned.name: pinned for pinned in fetchable()}
    if wanted:
        check_given(asked.given, list(wanted.values()))
    here_before = {name: _place_of(pinned) is not None for name, pinned in wanted.items()}
    for name, pinned in wanted.items():
        code = max(code, _fetch(pinned, asked, had=here_before[name]))
    return code


def _fetch(pinned: Manifest, asked: Asked, *, had: bool) -> int:
    from server.cli.shapes import FetchedLine
    from tools.assets.failures import slug_of, too_slow
    from tools.assets.fetch import fetch

    slug = slug_of(pinned)
    drawing = _Drawing(pinned, quiet=asked.as_json)
    try:
        fetch(pinned.name, progress=drawing, base_url=asked.mirror, within=asked.left(),
              offline=asked.offline, given=asked.given)  # fmt: skip
    except AutopsieError as failure:
        # The time that was allowed is told, not what the files before left of it.
        late = failure.code == "fetch_too_slow" and asked.within is not None
        error = too_slow(pinned, asked.within or 0) if late else failure
        drawing.wipe()
        tell_error(error, as_json=asked.as_json, about=slug)
        return error.exit_code
    drawing.wipe()
    place = _place_of(pinned)
    if asked.as_json:
        print_json(
            FetchedLine(name=slug, file=pinned.file, sha256=pinned.sha256, fetched=not had, where=place)
        )
    elif had:
        say(in_words(f"{slug} : déjà ici ({place}).", f"{slug}: already here ({place})."))
    else:
        size = in_words(f"{pinned.bytes / 1e6:.1f} Mo".replace(".", ","), f"{pinned.bytes / 1e6:.1f} MB")
        say(
            in_words(
                f"{slug} : récupéré ({size}), empreinte vérifiée.", f"{slug}: fetched ({size}), hash checked."
            )
        )
    return 0


def _assets_of(name: str) -> list[Manifest]:
    """The assets of a subject, or the one asset of that name. Raises CallRefused for neither."""
    from tools.assets.manifest import manifest, manifests
    from tools.catalogue import subject_card
    from tools.names import nearest, plain_name
    from tools.wording import Words

    try:
        return [manifest(asset) for asset in subject_card(name).assets]
    except CallRefused as unknown:
        if plain_name(name) in manifests():
            return [manifest(plain_name(name))]
        if unknown.cure is not None and (near := nearest(plain_name(name), list(manifests()))):
            slug = near.replace("_", "-")
            raise CallRefused(
                unknown.code,
                unknown.says,
                Words(
                    fr=f"{unknown.cure.fr} Fichier de ce nom\u00a0: {slug}.",
                    en=f"{unknown.cure.en} File of that name: {slug}.",
                ),
            ) from unknown
        raise


def _place_of(pinned: Manifest) -> str | None:
    from tools.assets.store import availability

    return availability(pinned.name).where


class _Drawing:
    """The progress of one file, on a terminal; elsewhere one line when a large one begins."""

    def __init__(self, pinned: Manifest, *, quiet: bool) -> None:
        self._pinned = pinned
        self._quiet = quiet
        self._terminal = sys.stderr.isatty()
        self._drawn = 0.0
        self._begun = False

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if self._quiet or (self._terminal and now - self._drawn < _REDRAW):
            return
        self._drawn = now
        if self._terminal:
            sys.stderr.write(f"\r\033[K{self._name()} {_told(done, total)}")
            sys.stderr.flush()
        elif not self._begun:
            aside(f"{self._name()} {in_words('demandé…', 'asked for…')}")
        self._begun = True

    def wipe(self) -> None:
        """Leave no half-drawn line behind."""
        if self._terminal and self._begun:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()

    def _name(self) -> str:
        from tools.assets.failures import distribution_of, slug_of

        return in_words(
            f"{slug_of(self._pinned)} ({distribution_of(self._pinned)}) :",
            f"{slug_of(self._pinned)} ({distribution_of(self._pinned)}):",
        )


def _told(done: int, total: int) -> str:
    megabytes: Callable[[int], str] = lambda size: f"{size / 1e6:.1f}"  # noqa: E731
    unit = in_words("Mo", "MB")
    if not done:
        return in_words("on interroge l'index…", "asking…")
    if not total:
        return f"{megabytes(done)} {unit}"
    filled = round(20 * done / total)
    return f"[{'█' * filled}{'·' * (20 - filled)}] {megabytes(done)} / {megabytes(total)} {unit}"
