"""How much one visitor may ask for: token buckets, and the size of a body."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from starlette.types import Message, Receive, Scope

from server.errors import TooLarge, TooMany
from tools.wording import LANGUAGES, Words, format_number


class Buckets:
    """One bucket for each (visitor, kind of request): it holds a minute's worth and refills steadily."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, kept: int = 20_000) -> None:
        self._clock = clock
        self._kept = kept
        self._levels: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()  # (level, when)
        self._lock = threading.Lock()

    def take(self, visitor: str, kind: str, per_minute: int) -> None:
        """Take one token. Raises :class:`~server.errors.TooMany` from an empty bucket."""
        now = self._clock()
        with self._lock:
            level, then = self._levels.pop((visitor, kind), (float(per_minute), now))
            level = min(float(per_minute), level + (now - then) * per_minute / 60)
            enough = level >= 1
            self._levels[visitor, kind] = (level - 1 if enough else level, now)
            while len(self._levels) > self._kept:
                self._levels.popitem(last=False)
        if not enough:
            raise TooMany(
                "H429",
                Words(
                    fr="Trop de demandes en peu de temps.",
                    en="Too many requests in a short time.",
                ),
                Words(fr="Attendez une minute, puis recommencez.", en="Wait a minute, then try again."),
            )


def too_large(limit: int) -> TooLarge:
    """The failure of a body beyond ``limit`` bytes."""
    mega = limit / 1_000_000
    fr, en = (format_number(mega, "number", language) for language in LANGUAGES)
    return TooLarge(
        "H413",
        Words(
            fr=f"Le fichier envoyé dépasse {fr} Mo.",
            en=f"The file that was sent is larger than {en} MB.",
        ),
        Words(
            fr="Réduisez l'image, puis envoyez-la de nouveau : votre question est toujours ouverte.",
            en="Make the picture smaller, then send it again: your question is still open.",
        ),
    )


MULTIPART_ROOM = 64 * 1024  # the other fields of a form, and what separates them
DRAINED = 8  # times the limit: a browser shows our answer only once it has sent all it had


def bounded(scope: Scope, receive: Receive, limit: int) -> Receive:
    """``receive`` that stops a body beyond ``limit`` bytes, declared or not, without keeping it.

    The rest of a body that is not far beyond is read and thrown away. Raises :class:`TooLarge`.
    """
    allowed = limit + MULTIPART_ROOM
    seen = 0

    async def receive_bounded() -> Message:
        nonlocal seen
        message = await receive()
        if message["type"] == "http.request":
            seen += len(message.get("body", b""))
            if seen > allowed:
                while message.get("more_body") and seen < DRAINED * limit:
                    message = await receive()
                    seen += len(message.get("body", b""))
                raise too_large(limit)
        return message

    return receive_bounded
