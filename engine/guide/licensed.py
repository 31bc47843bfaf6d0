"""The evidence of a step, drawn up from what the play has: the author's text, findings, exhibits, sources.

Everything that is not in it may not be said. Nothing of a node that this play has not reached, of a
facilitator's notes or of a reader's own words gets in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from engine.guide.evidence import Evidence, Figure, Ground, Origin, Statement, fill
from engine.guide.render import Filled, basis_of, cut, plan_of, render_text, text_at
from engine.guide.sentences import blocks_of, sentences_of
from engine.language.schema import Scenario, Text, ToolNode
from engine.play.events import Event, Found, Narrated, ToolFinished
from tools.catalogue import subject_card
from tools.errors import AutopsieError
from tools.finding import Finding
from tools.wording import Language

_CITE = re.compile(r"[ \u00a0]*\[@([a-z_]\w*)[^\]\n]*\]")
_GLOSS = re.compile(r"\[\[([^\]\n|]+)(?:\|[^\]\n]+)?\]\]")
_NUMERAL = re.compile(r"[−-]?\d+(?:[.,\u202f\u00a0 ]\d+)*(?:[\u202f\u00a0 ]?%|[\u202f\u00a0 ]points\b)?")
_NAME = re.compile(r"(?<![.!?…:«“\"] )(?<!^)\b[A-ZÀ-ÖØ-Þ][\w’'-]*", re.MULTILINE)
_WORD = re.compile(r"[^\W\d_][\w’'-]*")


@dataclass
class _Draft:
    """Figures and statements as they are drawn up, numbered on."""

    scenario: Scenario
    language: Language
    figures: dict[str, Figure] = field(default_factory=dict)
    statements: list[Statement] = field(default_factory=list)

    def text(self, text: Text, values: Mapping[str, object], origin: Origin, *grounds: Ground) -> str:
        """File the sentences of an author's text; gives the whole, filled."""
        source, shown_in = text.in_(self.language)
        pieces = cut(self.scenario, source, shown_in, values)
        drafted = "".join(each if isinstance(each, str) else self._mark(each) for each in pieces)
        self._file(self._literals(drafted, Ground(kind="author", name="")), origin, grounds)
        return "".join(each if isinstance(each, str) else each.shown for each in pieces).strip()

    def sentence(self, shown: str, origin: Origin, ground: Ground) -> None:
        """File what an instrument says in its own words, with its numbers in them."""
        self._file(self._literals(shown, ground), origin, (ground,))

    def _mark(self, filled: Filled) -> str:
        if filled.value is None:
            return filled.shown
        kind, name = basis_of(self.scenario, filled.part.name)
        ground = Ground(kind=kind, name=name)
        return self._figure(filled.shown, filled.value, filled.mark, filled.part.format, ground)

    def _literals(self, drafted: str, ground: Ground) -> str:
        """Numbers that stand in the words themselves (a date, an instrument's own sentence) become marks."""

        def mark(found: re.Match[str]) -> str:
            style = "percent" if "%" in found[0] else "points" if "points" in found[0] else ""
            return self._figure(found[0], found[0], "", style, ground)

        return "".join(
            piece if piece.startswith(("{", "[@")) else _NUMERAL.sub(mark, piece)
            for piece in re.split(r"(\{n\d+\}|\[@[^\]\n]*\])", drafted)
        )

    def _figure(self, shown: str, value: object, mark: str, style: str, ground: Ground) -> str:
        name = f"n{len(self.figures) + 1}"
        self.figures[name] = Figure(
            id=name, shown=shown, value=value, placeholder=mark, format=style, ground=ground
        )
        return f"{{{name}}}"

    def _file(self, drafted: str, origin: Origin, grounds: Iterable[Ground]) -> None:
        cut_up = [(at, each) for at, block in enumerate(blocks_of(drafted)) for each in sentences_of(block)]
        for at, sentence in cut_up:
            cites = [Ground(kind="source", name=name) for name in _CITE.findall(sentence)]
            bare = _GLOSS.sub(r"\1", _CITE.sub("", sentence)).strip()
            if not _WORD.search(bare):
                continue
            own = [self.figures[name].ground for name in re.findall(r"\{(n\d+)\}", bare)]
            found = [each for each in (*own, *cites, *grounds) if each.kind != "author"]
            self.statements.append(
                Statement(
                    id=f"s{len(self.statements) + 1}",
                    draft=bare,
                    shown=fill(bare, self.figures),
                    origin=origin,
                    grounds=tuple(dict.fromkeys(found)) or (Ground(kind="author", name=""),),
                    block=at,
                )
            )


def evidence_of(
    scenario: Scenario,
    narrated: Narrated,
    events: Iterable[Event] = (),
    *,
    language: Language,
    audience: str,
) -> Evidence:
    """What the step that ``narrated`` tells licenses, in a play whose log is ``events``.

    In ``language``, or the scenario's own where the author's text lacks a translation. Raises
    :class:`KeyError` for a text that this version of the scenario does not have.
    """
    events = list(events)
    text = text_at(scenario, narrated.node, narrated.key)
    draft, whole = _drafted(scenario, narrated, text, language)
    told_in, node = draft.language, scenario.nodes.get(narrated.node)
    for rule in node.guide.must_say if node else ():
        draft.text(rule, narrated.values, "must_say")
    for name, finding in _findings(narrated, events).items():
        _add_finding(draft, name, finding, told_in)
    for event in events:
        if isinstance(event, Found) and event.node == narrated.node and event.exhibit in scenario.exhibits:
            exhibit = scenario.exhibits[event.exhibit].text
            draft.text(exhibit, event.values, "exhibit", Ground(kind="exhibit", name=event.exhibit))
    for term in re.findall(r"\[\[(?:[^\]\n|]+\|)?([^\]\n|]+)\]\]", text.in_(told_in)[0]):
        if term in scenario.glossary:
            draft.text(scenario.glossary[term].definition(audience), narrated.values, "glossary")
    rules = node.guide if node else None
    return Evidence(
        node=narrated.node,
        language=told_in,
        audience=audience,
        text=whole,
        adapt=rules.adapt if rules else "none",
        statements=tuple(draft.statements),
        figures=draft.figures,
        names=_names(scenario, draft.statements, text, told_in),
        badges=_badges(scenario),
        must_say=_said(scenario, rules.must_say if rules else [], told_in, narrated),
        must_not_say=_said(scenario, rules.must_not_say if rules else [], told_in, narrated),
    )


def told_by(scenario: Scenario, narrated: Narrated, language: Language) -> tuple[str, tuple[Statement, ...]]:
    """The text that ``narrated`` tells, filled, and its own sentences with what each rests on.

    Raises :class:`KeyError` as :func:`evidence_of`.
    """
    draft, whole = _drafted(scenario, narrated, text_at(scenario, narrated.node, narrated.key), language)
    return whole, tuple(draft.statements)


def _drafted(scenario: Scenario, narrated: Narrated, text: Text, language: Language) -> tuple[_Draft, str]:
    draft = _Draft(scenario, text.in_(language)[1])
    is_measure = isinstance(scenario.nodes.get(narrated.node), ToolNode)
    own = (Ground(kind="finding", name=narrated.node),) if is_measure else ()
    return draft, draft.text(text, narrated.values, "text", *own)


def evidence_of_text(
    scenario: Scenario, text: Text, values: Mapping[str, object], *, language: Language, audience: str
) -> Evidence:
    """What one text licenses by itself, beside any step: an exhibit's sentence, a reason.

    Its names are those of the text and of what it cites; nothing must or must not be said.
    """
    told_in = text.in_(language)[1]
    draft = _Draft(scenario, told_in)
    whole = draft.text(text, values, "text")
    return Evidence(
        node="", language=told_in, audience=audience, text=whole, statements=tuple(draft.statements),
        figures=draft.figures, names=_names(scenario, draft.statements, text, told_in),
        badges=_badges(scenario),
    )  # fmt: skip


def _said(scenario: Scenario, texts: list[Text], language: Language, narrated: Narrated) -> tuple[str, ...]:
    rendered = (render_text(scenario, each, language, narrated.values) for each in texts)
    return tuple(each.text for each in rendered if each.text and each.language_shown == language)


def _findings(narrated: Narrated, events: Iterable[Event]) -> dict[str, Finding]:
    """The last findings, before this text, of the nodes that it reads or tells."""
    wanted = {each.name for each in narrated.bindings if each.rests_on == "finding"} | {narrated.node}
    return {
        event.node: event.finding
        for event in events
        if isinstance(event, ToolFinished) and event.node in wanted and event.seq < narrated.seq
    }


def _add_finding(draft: _Draft, name: str, finding: Finding, language: Language) -> None:
    ground = Ground(kind="finding", name=name)
    draft.sentence(finding.sentence(language), "finding", ground)
    for caveat in finding.caveats:
        draft.sentence(caveat.in_(language), "caveat", ground)
    for control in (*finding.placebo, *finding.nulls):
        draft.sentence(control.says.in_(language), "caveat", ground)


def _names(scenario: Scenario, statements: list[Statement], text: Text, language: Language) -> frozenset[str]:
    """Capitalised words of the step itself, and the authors and titles of the sources that it cites."""
    found = {name for each in statements for name in _NAME.findall(each.shown)}
    for source in plan_of(*text.in_(language)).cites:
        if source in scenario.sources:
            cited = scenario.sources[source]
            words = _WORD.findall(f"{cited.authors} {cited.title}")
            found |= {word for word in words if word[0].isupper() and len(word) > 1}
    return frozenset(found)


def _badges(scenario: Scenario) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in scenario.nodes.values():
        if isinstance(node, ToolNode) and node.subject not in found:
            try:
                found[node.subject] = subject_card(node.subject).badge
            except AutopsieError:
                continue
    return found
