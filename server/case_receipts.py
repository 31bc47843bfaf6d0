"""Receipt numbers: eighty bits that can be read aloud, made from the form's own key, kept as a hash.

A form carries a key that this server signed. Its receipt is a keyed digest of that key: the same form sent
twice gives the same number, so one case, and nothing but a hash has to be kept to know it.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from itsdangerous import BadSignature, Signer

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # without 0 and O, 1 and I
LENGTH, GROUP = 16, 4


class Receipts:
    """Keys of forms and the receipts that they give, made with the server's secret."""

    def __init__(self, secret: bytes) -> None:
        self._secret = hashlib.sha256(b"receipt:" + secret).digest()
        self._forms = Signer(secret, salt="case-form", digest_method=hashlib.sha256)

    def new_key(self) -> str:
        """A key for one form."""
        return self._forms.sign(secrets.token_urlsafe(16)).decode()

    def receipt(self, key: str) -> str:
        """The receipt of the form with that key; a new one where the key is not ours."""
        try:
            known = self._forms.unsign(key.encode("utf-8", "replace"))
        except BadSignature:
            known = secrets.token_bytes(16)
        number = int.from_bytes(hmac.digest(self._secret, known, "sha256")[:10], "big")
        letters = "".join(LETTERS[number >> (5 * at) & 31] for at in range(LENGTH))
        return spoken(letters)


def spoken(letters: str) -> str:
    """``XXXX-XXXX-XXXX-XXXX``."""
    return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))


def typed(receipt: str) -> str:
    """A receipt as somebody typed it, with whatever stands between its letters, as it was printed."""
    return spoken("".join(each for each in receipt[:100].upper() if each in LETTERS)[: LENGTH + 1])


def kept(receipt: str) -> str:
    """What is kept of a receipt: its SHA-256."""
    return hashlib.sha256(typed(receipt).encode()).hexdigest()


def remains(kept_receipt: str) -> str:
    """What is left of a case once erased: a digest that only the holder of its receipt can make again."""
    return hashlib.sha256(b"erased:" + kept_receipt.encode()).hexdigest()
