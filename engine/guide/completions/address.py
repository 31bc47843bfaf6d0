"""The address of a server of completions, and the key that goes with it."""

from __future__ import annotations

import ipaddress
import os
from typing import NamedTuple
from urllib.parse import urlsplit

from engine.guide.troubles import trouble

KEY_VARIABLE = "AUTOPSIE_GUIDE_KEY"


class Address(NamedTuple):
    """Where completions are asked for."""

    url: str  # ending in /chat/completions
    host: str  # with its port, for people
    here: bool  # whether it is this very machine


def address_of(given: str) -> Address:
    """The address that an operator wrote, such as ``http://127.0.0.1:11434/v1``.

    Raises :class:`~engine.guide.backend.BackendFailed` (``guide_unset``) for one that is no http address, or
    that carries a name, a password or a query: a key has its own place, which no log shows.
    """
    try:
        parts = urlsplit(given.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise trouble("guide_unset", "the address cannot be read") from None
    if parts.scheme not in ("http", "https") or not host:
        raise trouble("guide_unset", "no http or https address")
    if parts.username is not None or parts.password is not None or parts.query or parts.fragment:
        raise trouble("guide_unset", f"the address may hold no name, key or query: use {KEY_VARIABLE}")
    path = parts.path.rstrip("/").removesuffix("/chat/completions")
    shown = f"[{host}]" if ":" in host else host
    where = shown if port is None else f"{shown}:{port}"
    return Address(f"{parts.scheme}://{where}{path}/chat/completions", where, _is_here(host))


def key() -> str:
    """The operator's key, read when it is needed; empty where there is none.

    Raises :class:`~engine.guide.backend.BackendFailed` (``guide_key_refused``) for one that no header takes.
    """
    found = os.environ.get(KEY_VARIABLE, "").strip()
    if not all("!" <= letter <= "~" for letter in found):
        raise trouble("guide_key_refused", f"{KEY_VARIABLE} holds a character that no key has")
    return found


def _is_here(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
