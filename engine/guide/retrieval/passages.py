"""The passages of a file: everything that a free question may be answered with, by quoting it.

During a play only what its reader may know is among them; outside of any, what the recorded measures bear
out. No ending that was not reached, and nothing of a facilitator's, ever is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.guide.evidence import Ground
from engine.guide.render import Rendered, render_text, text_at
from engine.guide.retrieval.beside import dossier_passages, subject_passages
from engine.guide.retrieval.bets import told_too_soon
from engine.guide.retrieval.borne_out import borne_out
from engine.guide.retrieval.claims import claims_of
from engine.guide.retrieval.passage import Passage, cut, once, plain, views_of
from engine.guide.retrieval.reached import Reached
from engine.guide.retrieval.spoken import call_of_node, spoken_of
from engine.language.dossier import Dossier
from engine.language.schema import AskNode, ChoiceNode, EndingNode, Node, Scenario, Source, Text, ToolNode
from tools.catalogue import tool
from tools.errors import AutopsieError
from tools.finding import Finding
from tools.wording import LANGUAGES, Language, typeset


def passages_of(
    scenario: Scenario,
    language: Language,
    audience: str = "",
    *,
    reached: Reached | None = None,
    dossier: Dossier | None = None,
) -> list[Passage]:
    """The passages of ``scenario`` in ``language``, for a reader of profile ``audience``.

    ``reached`` is what a play has met; ``None``: no play, the public file. In the file's order.
    """
    return list(_Collector(scenario, language, audience, reached, dossier).all())


@dataclass
class _Collector:
    scenario: Scenario
    language: Language
    audience: str
    reached: Reached | None
    dossier: Dossier | None
    _values: dict[str, Any] = field(default_factory=dict)  # of the placeholders that any play knows

    def all(self) -> Iterator[Passage]:
        made = []
        for passage in self._before_sources():
            made.append(passage)
            yield passage
        yield from self._sources(made)

    def _before_sources(self) -> Iterator[Passage]:
        self._values = self._recorded() if self.reached is None else self._facts()
        for passage in (*self._nodes(), *self._findings(), *self._exhibits()):
            measured = self.scenario.nodes.get(passage.subject_matter)
            topic = tuple(spoken_of(call_of_node(measured))) if isinstance(measured, ToolNode) else ()
            yield passage.model_copy(update={"topic": topic}) if topic else passage
        withheld = told_too_soon(self.scenario, self.reached) if self.reached is not None else set()
        for name, hypothesis in self.scenario.hypotheses.items():
            if name in withheld:
                continue
            said = self._said(hypothesis.text, {})
            yield self._passage(
                f"hypothesis:{name}", said, [hypothesis.text], {}, [Ground(kind="board", name=name)]
            )
        yield from self._glossary()
        yield from subject_passages(self.scenario, self.language)
        if self.dossier is not None:
            yield from dossier_passages(self.scenario, self.dossier, self.language)

    # The story

    def _nodes(self) -> Iterator[Passage]:
        for name, node in self.scenario.nodes.items():
            told = self._told(name, node)
            if told is None:
                continue
            text, values, variants = told
            options = self._options(name, node)
            said = self._said(text, values)
            grounds = [Ground(kind="finding", name=name)] if isinstance(node, ToolNode) else []
            passage = self._passage(f"node:{name}", said, variants, values, grounds, options=options)
            asks_a_picture = isinstance(node, AskNode) and node.ask == "picture"
            yield passage.model_copy(update={"part": "node:picture"}) if asks_a_picture else passage

    def _told(self, name: str, node: Node) -> tuple[Text, Mapping[str, Any], list[Text]] | None:
        """The text that this reader is told at a node, its values, and what it says to other readers."""
        variants = [each for each in (node.text, *node.text_for.values()) if each is not None]
        if not variants:
            return None
        if self.reached is None:
            if name not in borne_out(self.scenario).nodes:
                return None
            return node.text_for.get(self.audience) or variants[0], self._values, variants
        told = self.reached.told.get(name)
        if told is None:
            return None
        try:
            text = text_at(self.scenario, name, told[0])
        except KeyError:
            return None
        # Other readers' words read values that were not kept for this one: only its own are searched then.
        if isinstance(node, EndingNode):
            variants = [text]
        return text, {**self._values, **told[1]}, variants

    def _options(self, name: str, node: Node) -> list[Text]:
        if not isinstance(node, ChoiceNode):
            return []
        if self.reached is None:
            return [each.text for each in node.options]
        shown = self.reached.offered.get(name, [])
        return [each.text for each in node.options if each.id in shown]

    # What was measured and found

    def _findings(self) -> Iterator[Passage]:
        if self.reached is None:
            told = borne_out(self.scenario).nodes
            findings = {name: each for name, each in self.scenario.fixtures.items() if name in told}
        else:
            findings = self.reached.findings
        for name in self.scenario.nodes:
            if name in findings:
                yield self._finding(name, findings[name])

    def _finding(self, name: str, finding: Finding) -> Passage:
        said = [_sentences_of(finding, each) for each in LANGUAGES]
        own = said[LANGUAGES.index(self.language)]
        asked = [finding.question.in_(each) for each in LANGUAGES]
        return Passage(
            id=f"finding:{name}",
            text=" ".join(own),
            language=self.language,
            kind="finding",
            grounds=(Ground(kind="finding", name=name),),
            sentences=tuple(sentence for each in own for sentence in cut(each)),
            bound=(*cut(own[0])[:1], *_failing(finding, self.language)),
            views=views_of(
                *asked,
                *_title_of(finding),
                *spoken_of(finding.call),
                *(each for lines in said for each in lines),
            ),
        )

    def _exhibits(self) -> Iterator[Passage]:
        for name, exhibit in self.scenario.exhibits.items():
            if self.reached is None:
                if name not in borne_out(self.scenario).exhibits:
                    continue
                values = self._values
            elif name in self.reached.exhibits:
                values = {**self._values, **self.reached.exhibits[name]}
            else:
                continue
            texts = [exhibit.text, *exhibit.why.values()]
            said = [self._said(each, values) for each in texts]
            grounds = [Ground(kind="exhibit", name=name)]
            yield self._passage(f"exhibit:{name}", said[0], texts, values, grounds, more=said[1:])

    # What stands beside

    def _glossary(self) -> Iterator[Passage]:
        for name, entry in self.scenario.glossary.items():
            said = self._said(entry.definition(self.audience), self._values)
            texts = [entry.text, *entry.text_for.values()]
            passage = self._passage(f"glossary:{name}", said, texts, self._values, [])
            titles = entry.title.by_language.values() if entry.title is not None else ()
            named = (name.replace("_", " "), *titles)
            yield passage.model_copy(update={"views": (*named, *passage.views)})

    def _sources(self, others: list[Passage]) -> Iterator[Passage]:
        """Each source as it is listed, and what the other passages say on its word."""
        for name, source in self.scenario.sources.items():
            own = _line(source, self.language)
            said = (own, *claims_of(name, others))
            yield Passage(
                id=f"source:{name}",
                text=" ".join(said),
                language=self.language,
                kind="source",
                grounds=(Ground(kind="source", name=name),),
                sentences=said,
                # Claims are found where they stand: searched here too, they would be quoted twice.
                views=(source.title, *(_line(source, each) for each in LANGUAGES)),
            )

    # Shared

    def _facts(self) -> dict[str, Any]:
        sources = self.scenario.sources.values()
        return {f"{each.id}.{fact}": value for each in sources for fact, value in each.facts.items()}

    def _recorded(self) -> dict[str, Any]:
        found = self._facts()
        for name, finding in self.scenario.fixtures.items():
            found |= {f"{name}.{result}": value for result, value in finding.result.items()}
        return found

    def _said(self, text: Text, values: Mapping[str, Any]) -> Rendered:
        return render_text(self.scenario, text, self.language, values)

    def _passage(
        self, name: str, said: Rendered, texts: list[Text], values: Mapping[str, Any], grounds: list[Ground],
        *, more: list[Rendered] | None = None, options: list[Text] | None = None,
    ) -> Passage:  # fmt: skip
        every = [said, *(more or [])]
        offered = [self._said(each, values) for each in options or []]
        searched = [
            render_text(self.scenario, each, language, values).text
            for each in (*texts, *(options or []))
            for language in each.by_language
        ]
        kind = name.partition(":")[0]
        text = "\n\n".join(each.text for each in (*every, *offered))
        return Passage(
            id=name,
            text=text,
            language=said.language_shown,
            kind=kind,
            grounds=once([*grounds, *(ground for each in every for ground in grounds_of(each))]),
            sentences=tuple(sentence for each in every for sentence in cut(each.text)),
            offered=tuple(plain(each.text) for each in offered),
            views=views_of(*(each for each in searched if "—" not in each)),
        )


def grounds_of(said: Rendered) -> list[Ground]:
    """What a rendered text rests on: the measures and sources of its figures, then its references."""
    measured = [
        Ground(kind=each.rests_on, name=each.name)
        for each in said.bindings
        if each.rests_on in ("finding", "source")
    ]
    return [*measured, *(Ground(kind="source", name=each) for each in said.cites)]


def _sentences_of(finding: Finding, language: Language) -> list[str]:
    """A finding in its own words: the conclusion, what was held against it, its limits."""
    controls = [each.says for each in (*finding.placebo, *finding.nulls)]
    stability = [finding.stability.says] if finding.stability is not None else []
    said = (finding.conclusion, *controls, *stability, *finding.caveats)
    return [each.in_(language) for each in dict.fromkeys(said)]


def _failing(finding: Finding, language: Language) -> tuple[str, ...]:
    """What a control that moves the answer as much as the suspect does says: no figure goes without it."""
    failing = [each for each in (*finding.placebo, *finding.nulls) if each.fails]
    return tuple(sentence for each in failing for sentence in cut(each.says.in_(language)))


def _title_of(finding: Finding) -> list[str]:
    try:
        title = tool(finding.call.verb, finding.call.method).title
    except AutopsieError:
        return []
    return [title.in_(language) for language in LANGUAGES]


def _line(source: Source, language: Language) -> str:
    """A source as it is listed."""
    title = f"«\u202f{source.title}\u202f»" if language == "fr" else f"“{source.title}”"
    year = str(source.year) if source.year is not None else ""
    named = ", ".join(each for each in (source.authors, title, year) if each)
    at = f" ({source.url})" if source.url else ""
    licence = f" {source.licence}." if source.licence else ""
    return typeset(f"{named}{at}.{licence}", language)
