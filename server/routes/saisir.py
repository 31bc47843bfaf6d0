"""``/saisir``: a case is brought, and its receipt opens it. No account; nothing typed is logged."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from server import case_receipts, case_store, cases
from server.case_body import Body, read_body
from server.case_form import Sent, blank, kind_of, read
from server.case_pages import ask_erase_page, case_page, erased_page, form_page, receipt_page
from server.case_receipts import Receipts
from server.case_refusals import CaseUnknown, unknown
from server.case_tables import CaseRow
from server.context import Notice
from server.errors import Gone
from server.limits import too_large
from server.phrases import phrases
from server.routes.respond import page, programs_answer, see_other
from server.settings import read_secret
from server.visit import context_of, language_of, place_of, visitor_of
from tools.errors import AutopsieError
from tools.wording import Words

router = APIRouter(prefix="/saisir")

NOTICES = {
    "new": "case.new", "again": "case.again", "word": "case.done.word", "picture": "case.done.picture",
    "pictures": "case.done.pictures", "private": "case.done.private", "public": "case.done.public",
}  # fmt: skip


@router.get("")
def form(request: Request) -> Response:
    """The form: an incident, or with ``piece`` an appeal, or with ``kind=reply`` an organisation's reply."""
    asked = request.query_params
    incident = asked.get("dossier", "")
    piece = asked.get("piece", "")
    kind = kind_of(asked.get("kind") or ("appeal" if piece else None))
    known = incident if incident in place_of(request).scenarios else ""
    return _form(request, blank(kind, known, piece), _receipts(request).new_key())


@router.post("")
async def send(request: Request) -> Response:
    """Take a case in. The same form sent twice is one case."""
    body = await read_body(request)
    return await asyncio.to_thread(_take, request, body)


@router.get("/recu")
def ask_receipt(request: Request) -> Response:
    """Where a receipt is typed."""
    return page(request, receipt_page(context_of(request)))


@router.post("/recu")
async def open_receipt(request: Request) -> Response:
    """The case of the receipt that was typed."""
    typed = (await read_body(request)).one("receipt")
    return await asyncio.to_thread(_found, request, typed, lambda row, receipt: see_other(_path(receipt)))


@router.get("/{receipt}")
def case(request: Request, receipt: str) -> Response:
    """What the receipt opens."""
    return _found(request, receipt, lambda row, known: _case(request, row, known, _told(request)))


@router.post("/{receipt}/words")
async def add_word(request: Request, receipt: str) -> Response:
    """Add a word to one's case."""
    text = (await read_body(request)).one("text")

    def added(row: CaseRow) -> str:
        cases.add_word(place_of(request).store, row, text)
        return "word"

    return await asyncio.to_thread(_done, request, receipt, added, {"text": text[:8000]})


@router.post("/{receipt}/pictures")
async def add_picture(request: Request, receipt: str) -> Response:
    """Add a picture to one's case."""
    body = await read_body(request)

    def added(row: CaseRow) -> str:
        place = place_of(request)
        place.buckets.take(visitor_of(request), "cases", place.settings.uploads_per_minute)
        if body.too_large:
            raise too_large(place.settings.upload_bytes)
        if not body.pictures:
            raise AutopsieError("case_no_picture", phrases()["case.pictures.none"])
        cases.add_picture(place.store, row, body.pictures[0])
        return "picture"

    return await asyncio.to_thread(_done, request, receipt, added)


@router.post("/{receipt}/pictures/erase")
def erase_pictures(request: Request, receipt: str) -> Response:
    """Erase the pictures of one's case, and nothing else."""

    def erased(row: CaseRow) -> str:
        cases.erase_pictures(place_of(request).store, row)
        return "pictures"

    return _done(request, receipt, erased)


@router.post("/{receipt}/visibility")
async def set_visibility(request: Request, receipt: str) -> Response:
    """Make one's case private, or public. What is not said plainly is private."""
    public = (await read_body(request)).one("visibility") == "public"

    def changed(row: CaseRow) -> str:
        cases.set_visibility(place_of(request).store, row, public)
        return "public" if public else "private"

    return await asyncio.to_thread(_done, request, receipt, changed)


@router.get("/{receipt}/erase")
def ask_erase(request: Request, receipt: str) -> Response:
    """What erasing does, before it is done."""
    return _found(
        request, receipt, lambda row, known: page(request, ask_erase_page(context_of(request), known))
    )


@router.post("/{receipt}/erase")
def erase(request: Request, receipt: str) -> Response:
    """Erase one's case."""

    def gone(row: CaseRow, known: str) -> Response:
        cases.erase(place_of(request).store, row)
        return Response(status_code=204) if programs_answer(request) else see_other(_path(known))

    return _found(request, receipt, gone)


def _take(request: Request, body: Body) -> Response:
    place = place_of(request)
    place.buckets.take(visitor_of(request), "cases", place.settings.uploads_per_minute)
    sent = read(body.fields, place.scenarios)
    key = body.one("key")
    if sent.faults or body.too_large:
        return _refused(request, sent, key, heavy=body.too_large)
    receipt = _receipts(request).receipt(key)
    try:
        row, is_new = cases.receive(
            place.store, sent, receipt, language_of(request), place.settings.case_days
        )
    except cases.Erased:
        return see_other(_path(receipt))
    refused = _add_pictures(request, row, body.pictures) if is_new else None
    if programs_answer(request):
        made = {"receipt": receipt, "path": _path(receipt), "due": row.due}
        return JSONResponse(made, 201 if is_new else 200)
    if refused is not None:  # the words are safe; why a picture is not there is told on the case's page
        return _case(request, row, receipt, _notice(refused))
    return see_other(f"{_path(receipt)}?done={'new' if is_new else 'again'}")


def _add_pictures(request: Request, row: CaseRow, pictures: list[bytes]) -> AutopsieError | None:
    refused: AutopsieError | None = None
    for content in pictures:
        try:
            cases.add_picture(place_of(request).store, row, content)
        except AutopsieError as failure:
            refused = refused or failure
    return refused


def _form(request: Request, sent: Sent, key: str, status: int = 200, *, heavy: bool = False) -> Response:
    place = place_of(request)
    html = form_page(
        context_of(request, status=status), place.settings, place.scenarios.values(), sent, key,
        too_large=heavy,
    )  # fmt: skip
    return page(request, html, status)


def _refused(request: Request, sent: Sent, key: str, *, heavy: bool) -> Response:
    if programs_answer(request):
        if heavy:
            raise too_large(place_of(request).settings.upload_bytes)
        names = ", ".join(sorted(sent.faults))
        raise AutopsieError(
            "case_fields",
            Words(fr=f"Champs à revoir : {names}.", en=f"Fields to look at again: {names}."),
        )
    return _form(request, sent, key[:200], 413 if heavy else 422, heavy=heavy)


def _found(request: Request, typed: str, answer: Callable[[CaseRow, str], Response]) -> Response:
    """``answer`` for the case of a receipt; the same refusal, by the same way, for any other text."""
    place = place_of(request)
    receipt = case_receipts.typed(typed)
    hashed = case_receipts.kept(receipt)
    row, erased_at = case_store.by_receipt(place.store, hashed), case_store.erased_at(place.store, hashed)
    if row is not None:
        try:
            return answer(row, receipt)
        except CaseUnknown:  # erased while it was answered
            erased_at = case_store.erased_at(place.store, hashed)
    if erased_at is not None:
        if programs_answer(request):
            raise Gone("case_erased", phrases()["case.erased"])
        return page(request, erased_page(context_of(request, status=410), erased_at), 410)
    place.buckets.take(visitor_of(request), "receipts", place.settings.uploads_per_minute)
    if programs_answer(request):
        raise unknown()
    notice = _notice(unknown())
    return page(request, receipt_page(context_of(request, status=404, notice=notice)), 404)


def _done(
    request: Request, receipt: str, act: Callable[[CaseRow], str], typed: dict[str, str] | None = None
) -> Response:
    """Do something to a case, then show it; where it is refused, show why, with what was typed."""

    def doing(row: CaseRow, known: str) -> Response:
        try:
            done = act(row)
        except CaseUnknown:
            raise
        except AutopsieError as refused:
            if programs_answer(request):
                raise
            return _case(request, row, known, _notice(refused, typed), refused.status)
        if programs_answer(request):
            return Response(status_code=204)
        return see_other(f"{_path(known)}?done={done}")

    return _found(request, receipt, doing)


def _case(request: Request, row: CaseRow, receipt: str, notice: Notice | None, status: int = 200) -> Response:
    place = place_of(request)
    context = context_of(request, status=status, notice=notice)
    scenarios = place.scenarios.values()
    return page(request, case_page(context, place.store, place.settings, scenarios, row, receipt), status)


def _told(request: Request) -> Notice | None:
    key = NOTICES.get(request.query_params.get("done", ""))
    return Notice(says=phrases()[key]) if key else None


def _notice(refused: AutopsieError, typed: dict[str, str] | None = None) -> Notice:
    return Notice(kind="warning", code=refused.code, says=refused.says, cure=refused.cure, typed=typed or {})


def _path(receipt: str) -> str:
    return f"/saisir/{receipt}"


def _receipts(request: Request) -> Receipts:
    return Receipts(read_secret(place_of(request).settings.home))
