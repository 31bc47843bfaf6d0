"""The author's page and its parts. The page and a live update are written by the same code."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup

from engine.author import svg
from engine.author.drawing import KINDS
from engine.author.explore import Exploration
from engine.author.history import Save
from engine.language.diagnostics import Diagnostic
from engine.language.messages import catalogue
from engine.language.schema import EndingNode, Scenario, ToolNode
from server.authoring.desk import Desk, Draft
from server.authoring.rehearsal import forms_for
from server.authoring.sheet import Sheet, node_above, node_at, sheet_of
from server.authoring.words import counted, word
from server.context import PageContext
from server.layout import STYLES
from server.templating import write
from server.views.plate import day
from tools.wording import LANGUAGES, Language, format_number, typeset

MOST_FAULTS = 60  # shown at once


@dataclass(frozen=True)
class View:
    """What the author looks at: which node, for whom, in which language; which text is being edited."""

    node: str = ""
    audience: str = ""
    told: Language = "fr"
    edit: str = ""
    counts: bool = False

    def address(self, **changes: str) -> str:
        """The page's address with some of it changed; ``""`` takes a part out."""
        now = {
            "node": self.node,
            "for": self.audience,
            "in": self.told,
            "edit": "",
            "counts": "1" * self.counts,
        }
        query = {name: value for name, value in {**now, **changes}.items() if value}
        return "/?" + urlencode(query) if query else "/"


@dataclass(frozen=True)
class Editing:
    """A text under the author's hand. ``theirs`` is the file's, where the two have come apart."""

    path: str
    language: Language
    value: str
    before: str
    theirs: str | None = None
    faults: list[Diagnostic] = field(default_factory=list)


@dataclass(frozen=True)
class FaultView:
    """One diagnostic: the guilty line in three parts, the node that holds it."""

    code: str
    severity: str
    title: str
    line: int
    file: str
    node: str
    before: str
    guilty: str
    after: str
    says: str
    fix: str
    paste: str  # what can be pasted, below the fix


def view_for(desk: Desk, query: dict[str, str], language: Language) -> View:
    """What an address asks for, within what the draft has."""
    scenario = desk.scenario
    if scenario is None:
        return View(told=language)
    named = {each.id for each in scenario.audiences}
    asked = query.get("in", "")
    told: Language = "fr" if asked == "fr" else "en" if asked == "en" else language
    if told not in scenario.languages:
        told = scenario.languages[0]
    node = query.get("node", "")
    audience = query.get("for", "")
    return View(
        node=node or scenario.start,
        audience=audience if audience in named else scenario.default_audience,
        told=told,
        edit=query.get("edit", "")[:200],
        counts=query.get("counts") == "1",
    )


def author_page(
    context: PageContext,
    desk: Desk,
    view: View,
    *,
    editing: Editing | None = None,
    exploration: tuple[str, Exploration] | None = None,
) -> str:
    """The whole page."""
    made = parts(context, desk, view, editing=editing, exploration=exploration)
    return _write(
        "page.html", context, desk, view,
        parts={name: Markup(html) for name, html in made.items()}, number=desk.draft.number,
    )  # fmt: skip


def parts(
    context: PageContext,
    desk: Desk,
    view: View,
    *,
    editing: Editing | None = None,
    exploration: tuple[str, Exploration] | None = None,
) -> dict[str, str]:
    """The parts that a live update replaces, by the id of the element that holds each."""
    good = desk.good
    scenario = desk.scenario
    language = context.language
    faults = [fault_view(desk.draft, each, scenario, language) for each in desk.draft.diagnostics]
    sheet = sheet_of(good, view.node, view.audience, view.told, good.own_faults) if good is not None else None
    if editing is None and view.edit and good is not None:
        before = good.texts.get((view.edit, view.told), "")
        editing = Editing(view.edit, view.told, before, before)
    met = exploration[1] if exploration is not None and view.counts else None
    shared: dict[str, Any] = {"scenario": scenario, "sheet": sheet, "editing": editing}
    return {
        "head": _write("head.html", context, desk, view, **shared, **_status(desk, language)),
        "faults": _write(
            "faults.html", context, desk, view,
            errors=[each for each in faults if each.severity == "error"][:MOST_FAULTS],
            others=[each for each in faults if each.severity != "error"][:MOST_FAULTS],
            good_at=_clock(good) if good is not None else "",
        ),
        "graph": _write(
            "graph.html", context, desk, view, drawing=_drawing(desk, view, language, met),
            exploration=met, explored=_explored(met, language),
            stale=bool(exploration and scenario and exploration[0] != scenario.sha),
            kinds=[(Markup(svg.key_shape(kind)), kind, svg.KIND_NAMES[kind].in_(language)) for kind in KINDS],
            key_ways=[
                (Markup(svg.key_line(kind)), typeset(name.in_(language), language))
                for kind, name in svg.WAY_NAMES
            ],
        ),
        "sheet": _write(
            "sheet.html", context, desk, view, **shared, **_sheet(scenario, sheet, language),
            tools=forms_for(scenario, view.node) if scenario and sheet else [],
            hits=_hits(met, view.node), line_hits=met.lines if met is not None else {},
            editing_faults=[
                fault_view(desk.draft, each, scenario, language)
                for each in (editing.faults if editing else [])
            ],
        ),
    }  # fmt: skip


def history_page(
    context: PageContext, desk: Desk, saves: list[Save], chosen: str, lines: list[str] | None
) -> str:
    """The versions kept, and what one of them differs in."""
    view = view_for(desk, dict(context.query), context.language)
    shown = [
        {
            "save": save,
            "when": save.at.astimezone().strftime("%Y-%m-%d %H:%M:%S"),
            "size": format_number(save.size, "int", context.language),
        }
        for save in saves
    ]
    marked = [(line[:1] if line[:1] in "+-@" else " ", line) for line in lines or []]
    return _write(
        "history.html", context, desk, view, saves=shown, chosen=chosen, lines=marked, differs=lines
    )


def code_page(context: PageContext, desk: Desk, code: str, body: Markup) -> str:
    """The page that explains a diagnostic."""
    view = view_for(desk, dict(context.query), context.language)
    return _write("code.html", context, desk, view, code=code, body=body)


def fault_view(draft: Draft, fault: Diagnostic, scenario: Scenario | None, language: Language) -> FaultView:
    """A diagnostic as the page shows it."""
    lines = draft.lines_of(fault)
    line = lines[fault.line - 1] if 0 < fault.line <= len(lines) else ""
    line = "".join(char if char.isprintable() else "·" for char in line.replace("\t", " "))
    start, end = fault.column - 1, max(fault.end - 1, fault.column)
    cut = max(0, start - 60)
    fix = fault.advice(language)
    first, _, rest = fix.partition("\n")
    entry = catalogue().get(fault.code)
    return FaultView(
        code=fault.code,
        severity=fault.severity,
        title=typeset(entry.title.in_(language).capitalize(), language) if entry else fault.code,
        line=fault.line,
        file=fault.file,
        node=_holder(draft, fault.line, scenario) if fault.file == draft.path.name else "",
        before=("…" if cut else "") + line[cut:start],
        guilty=line[start:end] or " ",
        after=line[end : end + 80] + ("…" if len(line) > end + 80 else ""),
        says=fault.said(language),
        fix=first,
        paste=rest,
    )


def _holder(draft: Draft, line: int, good: Scenario | None) -> str:
    """The node that holds a line of the draft, if the page can show it; a broken draft has its own lines."""
    if draft.scenario is not None:
        return node_at(draft.scenario, line, draft.lines) or ""
    name = node_above(draft.lines, line)
    return name if name is not None and good is not None and name in good.nodes else ""


def _write(template: str, context: PageContext, desk: Desk, view: View, **values: Any) -> str:
    language = context.language

    def a(key: str, **places: object) -> str:
        return word(key, language, **places)

    def many(key: str, n: int) -> str:
        return counted(key, n, language)

    return write(
        f"authoring/{template}", language, context=context, styles=(*STYLES, "authoring"), a=a,
        many=many, desk=desk, view=view, file=desk.path.name, LANGUAGES=LANGUAGES, **values,
    )  # fmt: skip


def _status(desk: Desk, language: Language) -> dict[str, Any]:
    scenario = desk.scenario
    found = desk.draft.diagnostics
    title = ""
    if scenario is not None:
        shown, shown_in = scenario.title.in_(language)
        title = typeset(shown, shown_in)
    nodes = scenario.nodes.values() if scenario is not None else []
    return {
        "title": title or word("untitled", language),
        "saved": word("status.saved", language, file=desk.path.name, time=_clock(desk.draft)),
        "counts": word(
            "status.counts", language, nodes=len(nodes),
            endings=sum(isinstance(each, EndingNode) for each in nodes),
            tools=sum(isinstance(each, ToolNode) for each in nodes),
        ) if scenario is not None else "",
        "errors": sum(each.severity == "error" for each in found),
        "warnings": sum(each.severity != "error" for each in found),
    }  # fmt: skip


def _sheet(scenario: Scenario | None, sheet: Sheet | None, language: Language) -> dict[str, Any]:
    if scenario is None:
        return {"audiences": [], "recorded": "", "kind": "", "lost": False}
    recorded = ""
    if sheet is not None and sheet.record == "recorded" and sheet.recorded_at:
        recorded = word("sheet.recorded", language, date=day(sheet.recorded_at, language))
    elif sheet is not None and sheet.record:
        recorded = word(f"sheet.{sheet.record}", language)
    titles = [(each.id, each.title.in_(language)[0]) for each in scenario.audiences]
    kind = svg.KIND_NAMES[sheet.kind].in_(language) if sheet is not None else ""  # type: ignore[index]
    return {"audiences": titles, "recorded": recorded, "kind": kind}


def _drawing(desk: Desk, view: View, language: Language, met: Exploration | None) -> Markup:
    if desk.good is None or desk.good.drawing is None or desk.scenario is None:
        return Markup("")
    notes: dict[str, dict[str, Any]] = {}
    if desk.draft.scenario is not None:  # lines of a broken file are not those of the graph
        for fault in desk.draft.own_faults:
            node = node_at(desk.scenario, fault.line, desk.draft.lines)
            if node is not None and fault.line >= desk.scenario.nodes[node].line:
                kind = "errors" if fault.severity == "error" else "warnings"
                notes.setdefault(node, {}).setdefault(kind, 0)
                notes[node][kind] += fault.severity in ("error", "warning")
    if met is not None:
        for (name, _), hits in met.coverage.nodes.items():
            notes.setdefault(name, {})["hits"] = f"×{format_number(hits, 'int', language)}"
            notes[name]["unmet"] = hits == 0
    drawn = svg.for_page(
        desk.good.drawing,
        language,
        address=lambda name: view.address(node=name),
        notes={name: svg.Note(**each) for name, each in notes.items()},
        current=view.node,
    )
    return Markup(drawn)


def _explored(met: Exploration | None, language: Language) -> dict[str, str]:
    if met is None:
        return {}
    shares = {name: format_number(share, "percent", language) for name, share in met.coverage.shares.items()}
    missed = [str(place) for place in met.coverage.missed[:30]]
    return {
        "done": word(
            "explore.done", language, plays=format_number(met.plays, "int", language),
            seconds=format_number(met.seconds, "number1", language), **shares,
        ),
        "missed": word("explore.missed", language, names=", ".join(missed)) if missed else "",
    }  # fmt: skip


def _hits(met: Exploration | None, node: str) -> int | None:
    if met is None:
        return None
    return next((hits for (name, _), hits in met.coverage.nodes.items() if name == node), None)


def _clock(draft: Draft) -> str:
    return draft.at.astimezone().strftime("%H:%M:%S")
