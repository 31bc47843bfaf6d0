"""What a reader's browser sends, as the answer that the engine understands."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

from tools.errors import AutopsieError
from tools.wording import Words

MOST_FIELDS = 90
LONGEST_FIELD = 64 * 1024
BY_ITEM = ("beliefs", "sorted", "spent")  # fields named "sorted.ITEM", one for each item
IN_ORDER = ("ranking", "curve")  # fields named "curve.1", "curve.2", …
SIGNED = "signed"  # "signed.ITEM" for each sentence, and "signed" alone, for boxes left empty send nothing


class Posted(NamedTuple):
    """One answer as it came. ``picture``: the file's bytes; ``typed``: shown again if it is refused."""

    ask_id: str
    key: str
    answer: dict[str, Any]
    picture: bytes | None
    typed: dict[str, str]


async def read_answer(request: Request) -> Posted:
    """A form's answer: ``option``, ``number``, ``text``, ``ranking.N``, ``curve.N``, ``beliefs.ID``,
    ``sorted.ID``, ``spent.ID``, ``signed.ID``, ``picture``, ``skip``.

    A program may send JSON instead: ``{"ask_id", "key", "answer"}``. Raises
    :class:`~tools.errors.AutopsieError` (H400, H413) for a body that is neither, or too large.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip() == "application/json":
        return _from_json(await request.body())
    async with request.form(max_files=1, max_fields=MOST_FIELDS, max_part_size=LONGEST_FIELD) as form:
        typed = {name: value for name, value in form.multi_items() if isinstance(value, str)}
        picture = await _picture(form)
        answer = _answer(form)
    ask_id = typed.pop("ask_id", "")
    if not ask_id:
        raise malformed("ask_id")
    return Posted(ask_id, typed.pop("key", "")[:200], answer, picture, typed)


def _answer(form: FormData) -> dict[str, Any]:
    if "skip" in form:
        return {"skipped": True}
    answer: dict[str, Any] = {}
    for name in ("option", "number", "text"):
        if isinstance(value := form.get(name), str):
            answer[name] = value
    if ranking := [value for value in form.getlist("ranking") if isinstance(value, str)]:
        answer["ranking"] = ranking if len(ranking) > 1 else ranking[0].split(",")
    fields = [
        (*name.partition(".")[::2], value) for name, value in form.multi_items() if isinstance(value, str)
    ]
    for kind in BY_ITEM:
        if any(name == kind for name, _, _ in fields):
            answer[kind] = {item: value for name, item, value in fields if name == kind and value.strip()}
    for kind in IN_ORDER:
        places = {int(at): value for name, at, value in fields if name == kind and _is_place(at)}
        if places:
            answer[kind] = [places[at] for at in sorted(places)]
    if any(name == SIGNED for name, _, _ in fields):
        answer[SIGNED] = [item for name, item, value in fields if name == SIGNED and value]
    return answer


def _is_place(at: str) -> bool:
    return at.isascii() and at.isdigit() and len(at) <= 3


async def _picture(form: FormData) -> bytes | None:
    sent = form.get("picture")
    if "skip" in form or not isinstance(sent, UploadFile):
        return None
    return await sent.read() or None  # an empty file field: nothing was chosen


def _from_json(body: bytes) -> Posted:
    try:
        sent = json.loads(body)
        ask_id, key, answer = sent["ask_id"], sent.get("key", ""), sent["answer"]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise malformed("ask_id") from None
    if not isinstance(ask_id, str) or not isinstance(key, str) or not isinstance(answer, dict):
        raise malformed("answer")
    return Posted(ask_id, key[:200], answer, None, {})


def malformed(name: str) -> AutopsieError:
    """H400: a request that no page of ours makes."""
    failure = AutopsieError(
        "H400",
        Words(
            fr=f"Le champ « {name} » manque ou n'a pas la forme attendue.",
            en=f"The field {name} is missing or does not have the expected form.",
        ),
    )
    failure.status = 400
    return failure
