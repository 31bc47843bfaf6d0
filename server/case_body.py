"""The body of a case's form: its fields and its pictures; where these are too heavy, still what was typed."""

from __future__ import annotations

from dataclasses import dataclass, field

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from server.errors import TooLarge
from server.forms import LONGEST_FIELD, malformed

MOST_FIELDS = 40
MOST_FILES = 3


@dataclass
class Body:
    """What a form sent. ``too_large``: its pictures went beyond the limit, and none of them is here."""

    fields: dict[str, list[str]] = field(default_factory=dict)
    pictures: list[bytes] = field(default_factory=list)
    too_large: bool = False

    def one(self, name: str) -> str:
        """The first value of a field, or ""."""
        return next(iter(self.fields.get(name, ())), "")


async def read_body(request: Request) -> Body:
    """The fields and files of a form; a body of another kind is an empty form.

    Text fields stand before the pictures in our forms: they are there when the limit is met.
    Raises :class:`~tools.errors.AutopsieError` (H400) for a body that no form of ours sends.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        return await _multipart(request)
    body = Body()
    if kind == "application/x-www-form-urlencoded":
        async with request.form(max_files=0, max_fields=MOST_FIELDS) as form:
            for name, value in form.multi_items():
                if isinstance(value, str):
                    body.fields.setdefault(name, []).append(value)
    return body


async def _multipart(request: Request) -> Body:
    parser = MultiPartParser(
        request.headers, request.stream(), max_files=MOST_FILES, max_fields=MOST_FIELDS,
        max_part_size=LONGEST_FIELD,
    )  # fmt: skip
    body = Body()
    try:
        await parser.parse()
    except TooLarge:
        body.too_large = True
    except (MultiPartException, UnicodeError):
        raise malformed("what") from None
    for name, value in parser.items:
        if isinstance(value, str):
            body.fields.setdefault(name, []).append(value)
        elif not body.too_large:
            body.pictures += await _content(value)
    return body


async def _content(file: UploadFile) -> list[bytes]:
    try:
        content = await file.read()
    finally:
        await file.close()
    return [content] if content else []  # an empty file field: nothing was chosen
