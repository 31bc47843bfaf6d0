"""One-time keys of the operator's queue: made on the command line, used once in a browser."""

from __future__ import annotations

import hashlib
import secrets
import time

from server import case_store
from server.store import Store

KEY_SECONDS = 15 * 60


def new_key(store: Store) -> str:
    """A key that opens the queue once, within a quarter of an hour."""
    key = secrets.token_urlsafe(24)
    case_store.keep_key(store, _hash(key), time.time() + KEY_SECONDS)
    return key


def is_good(store: Store, key: str) -> bool:
    """Whether a key would open the queue now."""
    return case_store.key_is_good(store, _hash(key))


def use(store: Store, key: str) -> bool:
    """Use a key up. Whether it opened the queue."""
    return case_store.use_key(store, _hash(key))


def _hash(key: str) -> str:
    return hashlib.sha256(b"operator:" + key.encode("utf-8", "replace")).hexdigest()
