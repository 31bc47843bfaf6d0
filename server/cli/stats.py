"""``autopsie stats SCENARIO``: what a scenario is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from server.cli.telling import AsJson, Lang, chosen_language, in_words, print_json, say, write

if TYPE_CHECKING:
    from engine.author.stats import Stats
    from engine.language.schema import Scenario
    from server.cli.author_shapes import StatsReport
    from tools.wording import NumberFormat


def register(app: typer.Typer) -> None:
    """Add the verb to the command."""
    app.command(help=in_words("Compte ce qui fait un scénario.", "Count what makes a scenario."))(stats)


def stats(
    scenario: Annotated[str, typer.Argument(help=in_words("Identifiant ou chemin.", "Id or path."))],
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Exit 0; 1 when the file has errors, 2 when there is no such file."""
    from engine.author.stats import stats as count
    from server.cli.play import load_scenario

    story = load_scenario(scenario)
    counted = count(story)
    if as_json:
        print_json(_report(story, counted))
    else:
        _tell(story, counted)


def _report(story: Scenario, counted: Stats) -> StatsReport:
    from server.cli.author_shapes import LongText, StatsReport

    longest, long = counted.longest, None
    if longest is not None:
        long = LongText(path=longest.path, line=longest.line, words=counted.longest_words)
    return StatsReport(
        scenario=story.id,
        version=story.version,
        nodes=len(story.nodes),
        words=counted.words,
        minutes=counted.minutes,
        kinds=counted.kinds,
        options=counted.options,
        outcomes=counted.outcomes,
        words_by_language=counted.words_by_language,
        words_by_profile=counted.words_by_profile,
        words_by_kind=counted.words_by_kind,
        ease=counted.ease,
        untranslated=counted.untranslated,
        longest=long,
        hypotheses=len(story.hypotheses),
        exhibits=len(story.exhibits),
        exhibits_by_hypothesis=counted.exhibits_by_hypothesis,
        sources=len(story.sources),
        variables=len(story.vars),
        acts=len(story.acts),
        endings=counted.endings,
        tools=counted.tools,
        recorded=len(story.measured),
        plays=len(story.plays),
    )


def _tell(story: Scenario, counted: Stats) -> None:
    nodes, minutes = _n(len(story.nodes)), _n(counted.minutes)
    say(
        in_words(
            f"{story.id}, version {story.version} : {nodes} nœuds, {_n(counted.words)} mots, "
            f"{minutes} min pour tout lire.",
            f"{story.id}, version {story.version}: {nodes} nodes, {_n(counted.words)} words, "
            f"{minutes} min to read it all.",
        )
    )
    recorded = in_words(f"{len(story.measured)} relevés", f"{len(story.measured)} records")
    groups = [
        (in_words("Nœuds", "Nodes"), _named(counted.kinds)),
        (in_words("Mots par nature", "Words by kind"), _named(counted.words_by_kind)),
        (in_words("Mots par langue", "Words by language"), counted.words_by_language),
        (in_words("Mots des nœuds par profil", "Words of the nodes by profile"), counted.words_by_profile),
        (in_words("Sans traduction", "Untranslated"), counted.untranslated),
        (in_words("Pièces par hypothèse", "Exhibits by hypothesis"), counted.exhibits_by_hypothesis),
        (in_words("Fins", "Endings"), _named(counted.endings)),
        (in_words(f"Instruments ({recorded})", f"Tools ({recorded})"), counted.tools),
    ]
    for title, figures in groups:
        shown = [f"{name} {_n(figure)}" for name, figure in figures.items() if figure]
        if shown:
            say(in_words(f"{title} : ", f"{title}: ") + ", ".join(shown), indent=2)
    for language, ease in counted.ease.items():
        shown = [f"{name} {_n(value, 'number1')}" for name, value in ease.items()]
        if shown:
            say(_ease_title(language) + ", ".join(shown), indent=2)
    say(
        in_words(
            f"Options : {counted.options} ; issues : {counted.outcomes} ; sources : {len(story.sources)} ; "
            f"parties d'essai : {len(story.plays)}.",
            f"Options: {counted.options}; outcomes: {counted.outcomes}; sources: {len(story.sources)}; "
            f"plays: {len(story.plays)}.",
        ),
        indent=2,
    )
    if counted.longest is not None:
        write(
            in_words(
                f"  Texte le plus long : {counted.longest.path} ({_n(counted.longest_words)} mots, ligne "
                f"{counted.longest.line})",
                f"  Longest text: {counted.longest.path} ({_n(counted.longest_words)} words, line "
                f"{counted.longest.line})",
            )
        )


def _ease_title(language: str) -> str:
    """By which measure: those of two languages are not to be compared."""
    if language == "fr":
        return in_words(
            "Facilité de lecture, français (Kandel et Moles, 100 facile, 0 ardu) : ",
            "Reading ease, French (Kandel and Moles, 100 easy, 0 hard): ",
        )
    return in_words(
        "Facilité de lecture, anglais (Flesch, 100 facile, 0 ardu) : ",
        "Reading ease, English (Flesch, 100 easy, 0 hard): ",
    )


_FRENCH = {
    "narrative": "récits", "choice": "choix", "tool": "mesures", "ask": "questions", "branch": "aiguillages",
    "activity": "activités", "ending": "fins", "title": "titre", "summary": "résumé",
    "hypotheses": "hypothèses", "exhibits": "pièces", "glossary": "glossaire", "established": "établie",
    "refuted": "réfutée", "undecided": "ouverte", "abandoned": "abandonnée",
}  # fmt: skip


def _named(figures: dict[str, int]) -> dict[str, int]:
    """The kinds in the words of this run: authors never write them."""
    return {in_words(_FRENCH.get(name, name), name): figure for name, figure in figures.items()}


def _n(value: float, style: NumberFormat = "int") -> str:
    from tools.wording import format_number

    return format_number(value, style, chosen_language())
