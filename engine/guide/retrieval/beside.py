"""Passages that stand beside the story: the dossier's statements, and the subjects' data sheets."""

from __future__ import annotations

from collections.abc import Iterator

from engine.guide.evidence import Ground
from engine.guide.retrieval.passage import Passage, cut, once, views_of
from engine.guide.standing import standing
from engine.language.dossier import Dossier
from engine.language.dossier_parts import Actor, Link, Moment, Statement
from engine.language.schema import Scenario, Text, ToolNode
from tools.catalogue import card_of
from tools.subject import BADGE_WORDS, SubjectCard
from tools.wording import LANGUAGES, Language, Words, typeset

_MONTHS = {
    "fr": ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
           "novembre", "décembre"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
}  # fmt: skip


def dossier_passages(scenario: Scenario, dossier: Dossier, language: Language) -> Iterator[Passage]:
    """What ``dossier.yaml`` states, a passage a statement; its heavy measures are no statements."""
    for at, moment in enumerate(dossier.timeline):
        yield _statement(scenario, f"timeline.{at}", moment, language)
    for at, actor in enumerate(dossier.actors):
        yield _statement(scenario, f"actors.{at}", actor, language)
    lists = {
        "harms": dossier.harms, "public.given": dossier.public.given, "public.refused": dossier.public.refused
    }  # fmt: skip
    for name, statements in lists.items():
        for at, each in enumerate(statements):
            yield _statement(scenario, f"{name}.{at}", each, language)
    for at, limit in enumerate(dossier.limits):
        yield _made(scenario, f"limits.{at}", [limit], language, [])
    for at, link in enumerate(dossier.links):
        yield _link(scenario, f"links.{at}", link, language)
    if dossier.cite is not None:
        yield _made(scenario, "cite", [dossier.cite], language, [])


def subject_passages(scenario: Scenario, language: Language) -> Iterator[Passage]:
    """What is on the table: what the author says of it, and its data sheet."""
    models = list(dict.fromkeys(n.subject for n in scenario.nodes.values() if isinstance(n, ToolNode)))
    named = list(scenario.about_subjects)
    # A scenario keeps no record of which model an alias names: their order tells, where they are as many.
    of = dict(zip(named, models, strict=True)) if len(named) == len(models) else {}
    for name in named or models:
        card = card_of(of.get(name, name))
        lines = {each: _sheet(scenario, name, card, each) for each in LANGUAGES}
        yield Passage(
            id=f"subject:{name}",
            text=" ".join(lines[language]),
            language=language,
            kind="subject",
            grounds=(Ground(kind="subject", name=card.name if card else name),),
            sentences=tuple(sentence for line in lines[language] for sentence in cut(line)),
            views=views_of(*(line for each in LANGUAGES for line in lines[each])),
        )


def _sheet(scenario: Scenario, name: str, card: SubjectCard | None, language: Language) -> list[str]:
    about = scenario.about_subjects.get(name)
    lines = [about.in_(language)[0]] if about is not None else []
    if card is not None:
        badge = BADGE_WORDS[card.badge].in_(language)
        licence = Words(fr=f"Licence : {card.licence}.", en=f"Licence: {card.licence}.")
        lines += [f"{card.title.in_(language)} ({badge}).", card.about.in_(language)]
        lines += [each.in_(language) for each in (card.differs, card.agreement) if each is not None]
        lines += [licence.in_(language)] if card.licence else []
    return [typeset(" ".join(each.split()), language) for each in lines]


def _statement(
    scenario: Scenario, name: str, each: Moment | Actor | Statement, language: Language
) -> Passage:
    texts: list[Text] = []
    if isinstance(each, Moment):
        texts.append(_when(each.date))
    elif each.name is not None:
        texts.append(Text(by_language={key: _closed(said) for key, said in each.name.by_language.items()}))
    return _made(scenario, name, [*texts, each.text], language, each.cites)


def _when(date: str | Text) -> Text:
    if isinstance(date, Text):
        return Text(by_language={key: _closed(said) for key, said in date.by_language.items()})
    return Text(by_language={language: f"{_day(date, language)}." for language in LANGUAGES})


def _closed(said: str) -> str:
    """A name or a title as a sentence of its own."""
    return said if said.rstrip().endswith((".", "!", "?", "…")) else f"{said}."


def _day(date: str, language: Language) -> str:
    """ "2020-09-19" as it is said: 19 septembre 2020, 19 September 2020."""
    year, *rest = date.split("-")
    month = [_MONTHS[language][int(rest[0]) - 1]] if rest else []
    day = (
        ([("1er" if language == "fr" and int(rest[1]) == 1 else str(int(rest[1])))]) if len(rest) > 1 else []
    )
    return " ".join([*day, *month, year])


def _link(scenario: Scenario, name: str, link: Link, language: Language) -> Passage:
    texts = [Text(by_language={key: _closed(said) for key, said in link.title.by_language.items()})]
    texts += [link.about] if link.about is not None else []
    made = _made(scenario, name, texts, language, [])
    shown = {"text": f"{made.text} {link.url}", "sentences": (*made.sentences, link.url)}
    return made.model_copy(update=shown)


def _made(scenario: Scenario, name: str, texts: list[Text], language: Language, cites: list[str]) -> Passage:
    said = [standing(scenario, each, language) for each in texts]
    cited = [*(each for one in said for each in one.cites), *cites]
    read = [each.name for one in said for each in one.bindings if each.rests_on == "source"]
    searched = [
        " ".join(standing(scenario, each, other).text for each in texts) for other in scenario.languages
    ]
    return Passage(
        id=f"dossier:{name}",
        text=" ".join(each.text for each in said),
        language=said[-1].language_shown,
        kind="dossier",
        grounds=once(Ground(kind="source", name=each) for each in (*read, *cited)),
        sentences=tuple(sentence for one in said for sentence in cut(one.text)),
        views=views_of(*searched),
    )
