"""``autopsie diff OLD NEW``: what changed for readers, and what it does to the plays they have saved."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

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
    from engine.author.diff import Difference
    from engine.language.schema import Scenario
    from server.cli.play_shapes import DiffReport, SavedPlay

MOST_SHOWN = 12  # things of one kind, without --all


def register(app: typer.Typer) -> None:
    """Add the verb to the command."""
    app.command(
        help=in_words(
            "Compare deux versions d'un scénario, par leur sens.",
            "Compare two versions of a scenario, by meaning.",
        )
    )(diff)


def diff(
    old: Annotated[str, typer.Argument(help=in_words("La version publiée.", "The published version."))],
    new: Annotated[str, typer.Argument(help=in_words("La nouvelle.", "The new one."))],
    plays: Annotated[
        list[Path] | None,
        typer.Option(
            "--plays",
            metavar="PATH",
            help=in_words(
                "Parties gardées : journaux, ou dossiers de journaux (répétable).",
                "Saved plays: logs, or folders of logs (repeatable).",
            ),
        ),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help=in_words("Montre tout.", "Show everything."))
    ] = False,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Exit 0 when saved plays survive as they are, 1 when one breaks or ``changes`` lacks something."""
    from engine.author.diff import difference
    from server.cli.saved import became, logs_in

    before, after = readable(old), readable(new)
    found = difference(before, after)
    saved = [became(after, file)[0] for file in logs_in(plays or [])]
    if as_json:
        print_json(_report(found, saved))
    else:
        _tell(found, saved, MOST_SHOWN if not everything else None)
    broken = any(each.breaks for each in found.plays) or any(each.breaks for each in saved)
    leave(FOUND_WANTING if found.undeclared or broken else 0)


def readable(name: str) -> Scenario:
    """A scenario by id or path, even where its records no longer fit. Raises C902 for any other error."""
    from engine.language.reader import find_scenario, read_scenario
    from server.cli.play import unfit

    path = find_scenario(name)
    story, diagnostics = read_scenario(path, without_bad_records=True)
    if story is None:
        raise unfit(path, diagnostics)
    return story


def _report(found: Difference, saved: list[SavedPlay]) -> DiffReport:
    from server.cli.play_shapes import DiffReport

    whole: dict[str, Any] = found.model_dump(mode="json")
    for play, told_play in zip(found.plays, whole["plays"], strict=True):
        told_play["faults"] = [told(fault) for fault in play.faults]
    return DiffReport(**whole, same=found.same, saved=saved)


def _tell(found: Difference, saved: list[SavedPlay], most: int | None) -> None:
    from server.cli.saved import tell

    versions = f"{found.from_version} → {found.version}"
    say(f"{found.scenario}, {in_words('version', 'version')} {versions}")
    if found.same:
        say(in_words("Rien ne change pour les lecteurs.", "Nothing changes for readers."))
    _tell_names(found)
    _tell_changes(found, most)
    if any(found.texts.values()):
        counted = ", ".join(f"{language} {count}" for language, count in found.texts.items())
        say(in_words(f"Textes changés : {counted}.", f"Texts changed: {counted}."))
    if found.plays:
        say(in_words("Parcours du scénario", "The scenario's own plays"))
    for play in found.plays:
        turned = play.ending_now != play.ending_before
        ending = f"{play.ending_before or '–'} → {play.ending_now or '–'}" if turned else play.ending_now
        say(f"{'✓' if play.passes else '✗'} {play.play}: {ending or '–'}", indent=2)
        for fault in play.faults:
            say(told(fault), indent=6)
        for shift in play.board:
            say(f"{shift.hypothesis}: {_stands(shift.before)} → {_stands(shift.now)}"
                f" ({_p(shift.p_before)} → {_p(shift.p_now)})", indent=6)  # fmt: skip
    if saved:
        say(in_words("Parties gardées", "Saved plays"))
    for each in saved:
        tell(each)
    if found.draft:
        listed = ", ".join(found.undeclared)
        say(
            in_words(
                f"« changes » ne dit pas ce que sont devenus : {listed}. "
                "À relire, puis à mettre à la place du bloc « changes », s'il y en a un :",
                f"“changes” does not say what became of: {listed}. "
                "Read this through, and put it in place of the block “changes”, if there is one:",
            )
        )
        write(found.draft.rstrip())


def _tell_names(found: Difference) -> None:
    titles = {
        "nodes": in_words("Nœuds", "Nodes"),
        "options": in_words("Choix", "Options"),
        "vars": in_words("Variables", "Variables"),
        "exhibits": in_words("Pièces", "Exhibits"),
        "hypotheses": in_words("Hypothèses", "Hypotheses"),
    }
    probably = in_words("probablement renommé", "probably renamed")
    for family, named in found.names.items():
        if not (named.added or named.removed or named.renamed):
            continue
        say(titles[family])
        for each in named.renamed:
            said = f" ({probably}, {_share(each.likeness)})" if each.probably else ""
            say(f"~ {each.before} → {each.now}{said}", indent=2)
        for name in named.removed:
            say(f"- {name}", indent=2)
        for name in named.added:
            say(f"+ {name}", indent=2)


def _tell_changes(found: Difference, most: int | None) -> None:
    titles = {
        "target": in_words("Chemins", "Ways"),
        "condition": in_words("Conditions", "Conditions"),
        "measure": in_words("Mesures", "Measures"),
        "question": in_words("Questions", "Questions"),
        "evidence": in_words("Preuves et hypothèses", "Evidence and hypotheses"),
        "ending": in_words("Fins", "Endings"),
        "variable": in_words("Variables", "Variables"),
        "play": in_words("Parcours prévus", "Plays foreseen"),
        "record": in_words("Enregistrements", "Records"),
        "other": in_words("Autres", "Other"),
    }
    moved = in_words(" (un nœud a été déplacé)", " (a node was moved)")
    for kind, title in titles.items():
        changes = [each for each in found.changes if each.kind == kind]
        if not changes:
            continue
        say(title)
        for each in changes[:most]:
            said = f"{each.where.removeprefix('nodes.')}: {_short(each.before)} → {_short(each.now)}"
            say(said + (moved if each.by_moving else ""), indent=2)
        rest = len(changes) - len(changes[:most])
        if rest:
            say(in_words(f"… et {rest} de plus (--all).", f"… and {rest} more (--all)."), indent=2)


def _short(value: Any) -> str:
    if value is None:
        return "–"
    shown = spelled(value)
    return shown if len(shown) <= 60 else shown[:59] + "…"


def spelled(value: Any) -> str:
    """A value of the scenario as its author would say it: no brackets, the language's own figures."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return in_words("oui", "yes") if value else in_words("non", "no")
    if isinstance(value, float):
        shown = f"{value:g}"
        return in_words(shown.replace(".", ","), shown)
    if isinstance(value, dict):
        return " · ".join(f"{name}: {spelled(each)}" for name, each in value.items())
    if isinstance(value, list | tuple):
        figures = any(isinstance(each, float) for each in value)  # a French figure may hold a comma
        return (in_words("\u202f; ", ", ") if figures else ", ").join(spelled(each) for each in value)
    return str(value)


def _share(share: float) -> str:
    from tools.wording import format_number

    return format_number(share, "percent", chosen_language())


def _p(p: float | None) -> str:
    return "–" if p is None else in_words(f"{p:.2f}".replace(".", ","), f"{p:.2f}")


def _stands(word: str | None) -> str:
    words = {
        "set_aside": in_words("écartée", "set aside"),
        "weakened": in_words("affaiblie", "weakened"),
        "open": in_words("ouverte", "open"),
        "strengthened": in_words("renforcée", "strengthened"),
        "established": in_words("établie", "established"),
    }
    return words.get(word or "", "–")
