"""A report as one file: style, type and pictures inside it, no script, nothing asked of anybody.

It opens from a disk, years later, and carries the log that ``autopsie verify`` reads.
"""

from __future__ import annotations

import base64
import re
from datetime import UTC, datetime
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from engine.play.events import Event
from engine.play.report_log import ReportLog, chained_events, head_of
from server.context import PageContext
from server.layout import STYLES
from server.place import Place
from server.play_pictures import is_readers_own, pictures_of_log
from server.report_page import report_page
from server.static import FOLDER
from server.tables import Playthrough
from tools.errors import AutopsieError

_PICTURE = re.compile(
    r'(href|src)="/playthroughs/\w+/(?:pictures/([0-9a-f]{64})\.png|figures/([0-9a-f]{64}))[^"]*"'
)
_OWN_LINK = re.compile(r'(<a\b[^>]*?)\s+href="/[^"]*"( download)?')
_FONT = re.compile(r"url\(\.\./fonts/([\w-]+\.woff2)\)")
_BLANK = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
_NOTHING = f"data:image/svg+xml;base64,{base64.b64encode(_BLANK).decode()}"


def report_log(place: Place, row: Playthrough, events: list[Event]) -> ReportLog:
    """The log as a report carries it. Events that are not as they were written lose their salt: their digest
    stays, and says that other words stood there."""
    links = place.store.links(row.id)
    written = dict(place.store.payloads(row.id))
    told = {event.seq: event.model_dump_json() for event in events}
    same = {seq for seq, payload in told.items() if written.get(seq) == payload}
    links = [each if each.seq in same else each._replace(salt="") for each in links]
    return ReportLog(
        product=version("autopsie"),
        made=datetime.now(UTC).isoformat(timespec="seconds"),
        scenario=row.scenario,
        version=row.version,
        sha=row.sha,
        head=head_of(links),
        events=chained_events(links, told),
    )


def report_file(
    place: Place, context: PageContext, row: Playthrough, events: list[Event], *, own_pictures: bool
) -> str:
    """The whole file. A picture that cannot be drawn here is left out; its text says what it would show."""
    scenario = place.turns.scenario(row)
    html = report_page(context, scenario, row, events, file=report_log(place, row, events))
    pictures = {each.sha256: each for each in pictures_of_log(events)}

    def inside(match: re.Match[str]) -> str:
        name, sha, figure = match[1], match[2], match[3]
        if figure:
            return f'{name}="{_figure(place, figure)}"'
        shown = pictures.get(sha)
        if shown is None or (not own_pictures and is_readers_own(shown)):
            return f'{name}="{_NOTHING}"'
        try:
            data = place.laboratory.picture(shown, row.id)
        except AutopsieError:
            return f'{name}="{_NOTHING}"'
        return f'{name}="data:image/png;base64,{base64.b64encode(data).decode()}"'

    return _OWN_LINK.sub(r"\1", _PICTURE.sub(inside, html)).replace("/*style*/", _style())


def _figure(place: Place, sha: str) -> str:
    from engine.language.assets import media_type

    try:
        content = place.laboratory.file(sha)
    except AutopsieError:
        return _NOTHING
    return f"data:{media_type(content) or 'image/png'};base64,{base64.b64encode(content).decode()}"


@lru_cache(maxsize=1)
def _style() -> str:
    """The style sheets as one, with the typefaces in them."""

    def inside(match: re.Match[str]) -> str:
        data = (FOLDER / "fonts" / match[1]).read_bytes()
        return f"url(data:font/woff2;base64,{base64.b64encode(data).decode()})"

    sheets = [*STYLES, "print"]
    text = "\n".join(_read(FOLDER / "css" / f"{name}.css") for name in sheets)
    return _FONT.sub(inside, text)


def _read(file: Path) -> str:
    return file.read_text("utf-8") if file.is_file() else ""
