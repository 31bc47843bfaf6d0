"""The hash chain over a play's log: that no event was changed, added or taken out since it was written.

Each event has a digest, SHA-256 of a random salt and its JSON, and a link, SHA-256 of the link before, its
number and its digest. The chain runs over digests alone: words that a reader erases leave theirs, the salt
goes with the words so that nobody can guess them back, and the chain still holds. After RFC 9162 (a log that
is only added to) in its simplest form: a line and not a tree, for a log that is read whole.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from typing import NamedTuple

START = ""  # the link before the first event
SALT_BYTES = 16


class Link(NamedTuple):
    """What stands beside one event. All in hexadecimal; ``salt`` is "" once the words are erased."""

    seq: int
    salt: str
    digest: str
    chain: str


def digest_of(salt: str, payload: str) -> str:
    """SHA-256 of the salt's characters and the event's JSON, in hexadecimal."""
    return hashlib.sha256(f"{salt}\n{payload}".encode()).hexdigest()


def link_of(before: str, seq: int, digest: str) -> str:
    """The link of the event ``seq`` after the link ``before``."""
    return hashlib.sha256(f"{before}\n{seq}\n{digest}".encode()).hexdigest()


def chained(before: str, payloads: Iterable[tuple[int, str]]) -> list[Link]:
    """The links of new events, in order, after the link ``before``; each gets a salt of its own."""
    links = []
    for seq, payload in payloads:
        salt = secrets.token_hex(SALT_BYTES)
        digest = digest_of(salt, payload)
        before = link_of(before, seq, digest)
        links.append(Link(seq, salt, digest, before))
    return links


def broken_at(links: Iterable[Link], payloads: dict[int, str]) -> int | None:
    """The number of the first event that the chain does not hold for; ``None`` when it holds to the end.

    ``payloads`` are the events whose words are there, by number; one that has a salt must have its digest.
    Numbers must grow: an event taken out of the middle breaks the link after it.
    """
    before, last = START, 0
    for each in links:
        payload = payloads.get(each.seq)
        told = payload is None or not each.salt or digest_of(each.salt, payload) == each.digest
        if each.seq <= last or not told or link_of(before, each.seq, each.digest) != each.chain:
            return each.seq
        before, last = each.chain, each.seq
    return None
