"""``autopsie explore SCENARIO``: many plays with nobody at the table, and what they could not reach."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from server.cli.telling import (
    FOUND_WANTING,
    AsJson,
    Lang,
    chosen_language,
    in_words,
    leave,
    print_json,
    say,
    told,
    write,
)

if TYPE_CHECKING:
    from engine.author.causes import Unreached
    from engine.author.explore import Exploration
    from engine.language.schema import Scenario
    from server.cli.author_shapes import ExploreReport
    from tools.wording import NumberFormat


def register(app: typer.Typer) -> None:
    """Add the verb to the command."""
    app.command(
        help=in_words("Explore un scénario par mille parties.", "Explore a scenario by a thousand plays.")
    )(explore)


def explore(
    scenario: Annotated[str, typer.Argument(help=in_words("Identifiant ou chemin.", "Id or path."))],
    plays: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=1_000_000,
            help=in_words(
                "Nombre de parties (sinon : jusqu'à ne plus rien découvrir).",
                "How many plays (else: until nothing new comes).",
            ),
        ),
    ] = None,
    seed: Annotated[int, typer.Option(help=in_words("Graine du hasard.", "Seed of chance."))] = 0,
    lines: Annotated[
        bool,
        typer.Option(
            "--lines", help=in_words("Dit combien de fois chaque texte est lu.", "Count each text's hits.")
        ),
    ] = False,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Exit 0 when all was reached and no play got stuck, 1 otherwise, 2 when the file has errors."""
    from engine.author import explore as explorer
    from engine.author.causes import unreached
    from server.cli.play import load_scenario

    story = load_scenario(scenario)
    language = chosen_language() if chosen_language() in story.languages else story.languages[0]
    found = explorer.explore(story, plays, seed, language)
    missed = unreached(story, found)
    if as_json:
        print_json(_report(story, found, missed))
    else:
        _tell(story, found, missed, lines)
    leave(FOUND_WANTING if missed or found.dead_ends or found.loops else 0)


def _report(story: Scenario, found: Exploration, missed: list[Unreached]) -> ExploreReport:
    from server.cli.author_shapes import ExploredShares, ExploredSpread, ExploreReport, UnreachedPlace

    return ExploreReport(
        scenario=story.id,
        plays=found.plays,
        seconds=round(found.seconds, 3),
        seed=found.seed,
        coverage=ExploredShares(**found.coverage.shares),
        endings=found.endings,
        shares={name: round(share, 6) for name, share in found.shares.items()},
        rare=found.rare,
        verdicts=found.verdicts,
        dead_ends=list(found.dead_ends),
        loops=list(found.loops),
        unreached=[
            UnreachedPlace(
                place=str(each.place), line=each.line, why=told(each.why), conditions=each.conditions,
                code="G540" if each.is_ending else None,
            )
            for each in missed
        ],
        words=ExploredSpread(**found.words._asdict()),
        minutes=ExploredSpread(**found.minutes._asdict()),
        lines=found.lines,
        found_last=found.found_last,
    )  # fmt: skip


def _tell(story: Scenario, found: Exploration, missed: list[Unreached], lines: bool) -> None:
    nothing_new = in_words(
        f" Rien de neuf depuis la partie {found.found_last}.", f" Nothing new since play {found.found_last}."
    )
    say(
        in_words(
            f"{_n(found.plays)} parties en {_n(found.seconds, 'number1')} s, graine {found.seed}.",
            f"{_n(found.plays)} plays in {_n(found.seconds, 'number1')} s, seed {found.seed}.",
        )
        + nothing_new
    )
    write("")
    names = {
        "nodes": (in_words("nœuds", "nodes"), found.coverage.nodes),
        "options": (in_words("options", "options"), found.coverage.options),
        "outcomes": (in_words("issues", "outcomes"), found.coverage.outcomes),
    }
    for key, (name, counted) in names.items():
        met = sum(hits > 0 for hits in counted.values())
        share = _n(found.coverage.shares[key], "percent")
        write(f"  {name:<10} {f'{met} / {len(counted)}':>11}  {share}")
    _tell_endings(story, found)
    least, median, most = (_n(at) for at in (found.words.least, found.words.median, found.words.most))
    short, middle, long = (
        _n(at, "number1") for at in (found.minutes.least, found.minutes.median, found.minutes.most)
    )
    say(
        in_words(
            f"Une partie se lit en {short} à {long} min (médiane {middle}) : {least} à {most} mots "
            f"(médiane {median}).",
            f"A play reads in {short} to {long} min (median {middle}): {least} to {most} words "
            f"(median {median}).",
        )
    )
    _tell_faults(found, missed)
    if lines:
        write("")
        for path, hits in found.lines.items():
            write(f"  {_n(hits):>9}  {path}")


def _tell_endings(story: Scenario, found: Exploration) -> None:
    from engine.author.explore import RARE
    from engine.guide.words import ENDINGS
    from engine.language.schema import EndingNode

    write("")
    total = sum(found.endings.values()) or 1
    for name, plays in found.endings.items():
        node = story.nodes[name]
        status = told(ENDINGS[node.status]) if isinstance(node, EndingNode) else ""
        write(f"  {_n(plays / total, 'percent1'):>8}  {name} ({status.lower()})")
    if found.rare:
        listed = ", ".join(f"{name} ({_n(found.shares[name], 'percent1')})" for name in found.rare)
        say(
            in_words(
                f"Fins sous {_n(RARE, 'percent')} des parties au seul hasard : {listed}.",
                f"Endings under {_n(RARE, 'percent')} of the plays by chance alone: {listed}.",
            )
        )
    write("")


def _tell_faults(found: Exploration, missed: list[Unreached]) -> None:
    told_of = [
        (found.dead_ends, in_words("Impasse : rien à choisir à", "Dead end: nothing to choose at")),
        (
            found.loops,
            in_words(
                "Arrêtée après trop de nœuds (boucle, ou récit trop long) à",
                "Stopped after too many nodes (a loop, or too long a story) at",
            ),
        ),
    ]
    for places, sentence in told_of:
        for name, plays in places.items():
            many = in_words(f"{_n(plays)} parties", f"{_n(plays)} plays")
            say(f"{sentence} {name} ({many}).")
    if missed:
        write("")
        say(in_words("Jamais atteint :", "Never reached:"))
    for each in missed:
        code = " [G540]" if each.is_ending else ""
        where = in_words(f"ligne {each.line}", f"line {each.line}")
        say(in_words(f"{each.place} ({where}){code} :", f"{each.place} ({where}){code}:"), indent=2)
        say(told(each.why), indent=4)
        for condition in each.conditions:
            write(f"      {condition}")  # as it stands in the file: no typography
    if missed:
        return
    unread = [path for path, hits in found.lines.items() if hits == 0]
    if unread:
        write("")
        say(in_words("Textes que personne n'a lus :", "Texts that nobody read:"))
        for path in unread:
            write(f"  {path}")


def _n(value: float, style: NumberFormat = "int") -> str:
    from tools.wording import format_number

    return format_number(value, style, chosen_language())
