"""``autopsie guide-check SCENARIO``: may what the guide would say be said, at every step, to every reader?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from server.cli.telling import FOUND_WANTING, AsJson, Lang, in_words, leave, print_json, say

if TYPE_CHECKING:
    from engine.guide.audit.shapes import GuideCheck


PATIENCE = 60.0  # seconds to a model's first sentence


def register(app: typer.Typer) -> None:
    """Add the verb to the command."""
    app.command(
        "guide-check",
        help=in_words(
            "Éprouve le guide d'un scénario : chaque étape, chaque profil, chaque langue.",
            "Try a scenario's guide: every step, every profile, every language.",
        ),
    )(guide_check)


def guide_check(
    scenario: Annotated[str, typer.Argument(help=in_words("Identifiant ou chemin.", "Id or path."))],
    backend: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help=in_words(
                "Qui rédige : authored, local, openai-compatible (sinon le réglage AUTOPSIE_GUIDE).",
                "Who words it: authored, local, openai-compatible (else the setting AUTOPSIE_GUIDE).",
            ),
        ),
    ] = None,
    sample: Annotated[
        int,
        typer.Option(
            min=1,
            help=in_words("Étapes tirées au sort avec un modèle.", "Steps drawn by lot with a model."),
        ),
    ] = 150,
    planted: Annotated[
        int,
        typer.Option(min=8, help=in_words("Faussetés glissées.", "Falsehoods planted.")),
    ] = 200,
    seed: Annotated[int, typer.Option(help=in_words("Graine du tirage.", "Seed of the draw."))] = 0,
    seeds: Annotated[
        int, typer.Option(min=1, max=20, help=in_words("Essais de chaque étape.", "Tries of each step."))
    ] = 1,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Exit 0 when nothing unlicensed was released, else 1; 2 when there is no such file or backend."""
    from engine.guide.audit.report import Audit
    from engine.guide.guide import Guide
    from server.cli.play import load_scenario
    from server.settings import read_settings

    story = load_scenario(scenario)
    # A reader is spared a slow model; an audit wants to see what it would have written.
    settings = read_settings(guide=backend, guide_seconds=PATIENCE, guide_tokens=0).guide_settings
    guide = Guide(settings=settings)
    try:
        report = Audit(story, guide, seed=seed, seeds=seeds).run(sample=sample, planted=planted)
    finally:
        guide.close()
    if as_json:
        print_json(report)
    else:
        _tell(report)
    leave(0 if report.unlicensed == 0 else FOUND_WANTING)


def _tell(report: GuideCheck) -> None:
    model = f" ({report.model})" if report.model else ""
    drawn = in_words(" tirées au sort", " drawn by lot") if report.sampled else ""
    say(in_words(f"Guide : {report.backend}{model}", f"Guide: {report.backend}{model}"))
    say(
        in_words(
            f"{report.steps} étapes{drawn}, {report.sentences} phrases proposées, "
            f"{report.released} montrées, {report.unlicensed} que rien n'autorise.",
            f"{report.steps} steps{drawn}, {report.sentences} sentences proposed, {report.released} shown, "
            f"{report.unlicensed} that nothing licenses.",
        )
    )
    for reason, count in report.refused.items():
        say(in_words(f"  refusées ({reason}) : {count}", f"  refused ({reason}): {count}"))
    for each in report.planted:
        say(
            in_words(
                f"  faussetés, {each.kind} : {each.stopped} arrêtées sur {each.planted}",
                f"  falsehoods, {each.kind}: {each.stopped} of {each.planted} stopped",
            )
        )
    for level in report.reading:
        say(
            in_words(
                f"  lecture, {level.profile} ({level.language}) : {level.ease} pour {level.wanted} voulu, "
                f"{level.harder} étapes sur {level.steps} plus dures",
                f"  reading, {level.profile} ({level.language}): {level.ease} for {level.wanted} wanted, "
                f"{level.harder} of {level.steps} steps harder",
            )
        )
    kept = f"{report.must_say_kept:.0%}"
    say(in_words(f"Ce qui doit être dit l'est : {kept}", f"What must be said is: {kept}"))
    for fault in report.faults:
        where = f"{fault.node} · {fault.profile} · {fault.language}"
        say(f"  ! {where} : {fault.text} [{' ; '.join(fault.reasons)}]")
