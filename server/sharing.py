"""Links under which others read the report of a play: made by its owner, for a time, revoked at once."""

from __future__ import annotations

import secrets
import time
from collections.abc import Sequence

from sqlmodel import col, delete, select

from server.store import Store
from server.tables import Share

DAYS = (7, 30, 365)
MOST_LINKS = 20  # of one play at once
DAY = 24 * 3600.0


def share(store: Store, play: str, days: int, words: bool) -> Share:
    """A new link, good for ``days``; the oldest of more than :data:`MOST_LINKS` goes."""
    now = time.time()
    until = now + max(1, min(days, DAYS[-1])) * DAY
    made = Share(token=secrets.token_urlsafe(16), playthrough=play, created=now, until=until, words=words)
    with store.session() as session:
        session.add(made)
        latest = select(Share.token).where(Share.playthrough == play).order_by(col(Share.created).desc())
        extra = session.exec(latest.offset(MOST_LINKS)).all()
        session.execute(delete(Share).where(col(Share.token).in_(extra)))
    return made


def links_of(store: Store, play: str) -> Sequence[Share]:
    """The links of a play that are still good, latest first."""
    with store.session() as session:
        chosen = select(Share).where(Share.playthrough == play, col(Share.until) > time.time())
        return session.exec(chosen.order_by(col(Share.created).desc())).all()


def opened(store: Store, token: str) -> Share | None:
    """The link of that token, expired or not; ``None`` for none, and for one that was revoked."""
    with store.session() as session:
        return session.get(Share, token) if token else None


def opens(store: Store, play: str, token: str | None) -> Share | None:
    """The link, if it is good now and leads to this play."""
    found = opened(store, token or "")
    good = found is not None and found.playthrough == play and found.until > time.time()
    return found if good else None


def revoke(store: Store, play: str, token: str) -> None:
    """Make a link of this play lead nowhere, from now on."""
    with store.session() as session:
        session.execute(delete(Share).where(col(Share.token) == token, col(Share.playthrough) == play))
