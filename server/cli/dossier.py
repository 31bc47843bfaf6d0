"""``autopsie dossier``: an investigation's heavy measures, made once, and the page that tells them."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from server.cli.options import Assets
from server.cli.telling import (
    COULD_NOT_TELL,
    AsJson,
    Lang,
    Misuse,
    aside,
    chosen_language,
    in_words,
    leave,
    print_json,
    say,
    told,
)
from tools.errors import AutopsieError
from tools.wording import Words, format_number

if TYPE_CHECKING:
    from engine.language.schema import Scenario, Text
    from server.cli.dossier_measures import Heavy
    from server.cli.dossier_shapes import DossierMeasure
    from tools.finding import Finding


def register(app: typer.Typer) -> None:
    """Add the family to the command."""
    family = typer.Typer(
        help=in_words(
            "Les mesures lourdes d'une enquête, et leur page.",
            "An investigation's heavy measures, and their page.",
        ),
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    family.command(
        help=in_words(
            "Fait les mesures d'une enquête qui manquent ou ne conviennent plus.",
            "Make the measures of an investigation that are lacking or no longer fit.",
        )
    )(build)
    family.command(
        help=in_words("Écrit la page des expériences.", "Write the page of the experiments."),
    )(findings)
    app.add_typer(family, name="dossier")


Named = Annotated[str, typer.Argument(help=in_words("Identifiant ou chemin.", "Id or path."))]
Chosen = Annotated[
    list[str] | None,
    typer.Argument(metavar="[RUN]…", help=in_words("Ces mesures seulement.", "These measures only.")),
]


def build(
    scenario: Named,
    runs: Chosen = None,
    minutes: Annotated[
        float | None,
        typer.Option(
            min=0.0,
            help=in_words(
                "Ne commence plus de mesure après ce temps.", "Begin no further measure after this time."
            ),
        ),
    ] = None,
    again: Annotated[
        bool,
        typer.Option(
            "--again",
            help=in_words("Refait aussi ce qui convient encore.", "Make anew what still fits, too."),
        ),
    ] = False,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run", help=in_words("Dit seulement ce qui serait fait.", "Only say what would be done.")
        ),
    ] = False,
    assets: Assets = None,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Write ``findings/<node>.json`` for tool nodes, ``dossier/<run>.json`` and its figures for runs.

    Each is written whole when it is made: broken off at any point, the next call goes on from there. Exit 0
    when all is there, 3 when something remains, the failure's own code when one failed.
    """
    from server.cli.dossier_shapes import DossierBuild

    wanted = _wanted(scenario, runs or [])
    session = _Session(wanted.story, minutes, as_json)
    try:
        for heavy in wanted.every:
            session.settle(heavy, again, dry_run, asked=heavy in wanted.measures)
        if not dry_run:
            session.work(assets)
    except KeyboardInterrupt:
        session.tell_rest()
        raise
    if as_json:
        lines = [session.lines[heavy.name] for heavy in wanted.measures]
        print_json(DossierBuild(scenario=wanted.story.id, complete=not session.rest, measures=lines))
    else:
        session.tell_rest()
    if session.failure is not None:
        leave(session.failure.exit_code)
    leave(COULD_NOT_TELL if session.rest and not dry_run else 0)


class _Wanted(NamedTuple):
    story: Scenario
    folder: Path
    measures: list[Heavy]  # those asked for
    every: list[Heavy]
    limits: list[Text]


def _wanted(name: str, chosen: list[str]) -> _Wanted:
    """The scenario and the measures asked for. Raises C901 for a measure that it does not have."""
    from engine.language.assets import keep_assets
    from engine.language.reader import dossier_of, find_scenario
    from server.cli.dossier_measures import measures_of
    from server.cli.record import readable

    path = find_scenario(name)
    story = readable(path)
    keep_assets(story, path.parent)
    dossier = dossier_of(path)
    every = measures_of(story, dossier, path.parent)
    known = [each.name for each in every]
    for each in chosen:
        if each not in known:
            listed = ", ".join(known) or "–"
            raise Misuse(
                "C901",
                Words(
                    fr=f"« {each} » n'est pas une mesure de {story.id}.",
                    en=f"“{each}” is no measure of {story.id}.",
                ),
                Words(fr=f"Ses mesures : {listed}.", en=f"Its measures: {listed}."),
            )
    measures = [each for each in every if not chosen or each.name in chosen]
    return _Wanted(story, path.parent, measures, every, dossier.limits if dossier else [])


class _Session:
    """One call of ``build``: what was kept, made, failed, and what remains."""

    def __init__(self, story: Scenario, minutes: float | None, quiet: bool) -> None:
        self.lines: dict[str, DossierMeasure] = {}
        self.rest: list[Heavy] = []
        self.failure: AutopsieError | None = None
        self._known: dict[str, Finding] = {}  # by question: a node and a run may ask the same
        self._story, self._quiet = story, quiet
        self._until = None if minutes is None else time.monotonic() + 60 * minutes

    def settle(self, heavy: Heavy, again: bool, dry_run: bool, *, asked: bool) -> None:
        """Keep what still fits; the rest is to do, where it was asked for."""
        from server.cli.dossier_measures import kept_of, question_of

        kept, why = kept_of(heavy)
        if kept is not None and not again:
            self._known[question_of(heavy)] = kept
        if not asked:
            return
        if kept is not None and not again:
            self._note(heavy, "kept", kept)
            self._say(heavy, in_words("gardée", "kept"))
            return
        self.rest.append(heavy)
        self._note(heavy, "to_do", why=told(why) if why else None)
        if dry_run:
            because = f" ({told(why)})" if why else ""
            self._say(heavy, in_words("à faire", "to do") + because)

    def work(self, assets: Path | None) -> None:
        """Make what is to do, one measure after the other, until the time is up."""
        from server.cli.dossier_measures import make, question_of, taken
        from server.cli.measure import progress_line
        from tools.lab import Lab

        total = len(self.rest)
        # One lab for all: weights are loaded once. Not from the cache: what is recorded is measured now.
        with Lab(in_process=True, weights=assets, cached=False) as lab:
            for rank, heavy in enumerate(list(self.rest), 1):
                if self._until is not None and time.monotonic() >= self._until:
                    return
                self._announce(heavy, rank, total)
                question = question_of(heavy)
                try:
                    if question in self._known:
                        finding = taken(heavy, self._story, self._known[question])
                    else:
                        finding = make(heavy, self._story, lab, progress_line())
                except AutopsieError as failed:
                    self.failure = self.failure or failed
                    self._note(heavy, "failed", error=failed.sentence(chosen_language()))
                    aside(f"autopsie: {heavy.name}: {told(failed.says)} [{failed.code}]")
                    if failed.cure:
                        aside(told(failed.cure))
                    continue
                self._known[question] = finding
                self.rest.remove(heavy)
                self._note(heavy, "made", finding)
                size = format_number(round(heavy.file.stat().st_size / 1000), "int", chosen_language())
                self._say(
                    heavy,
                    f"{finding.seconds:.1f} s, {size} {in_words('ko', 'kB')}. {told(finding.conclusion)}",
                )

    def tell_rest(self) -> None:
        """What is not there yet, and how to go on."""
        if not self.rest or self._quiet:
            return
        names = ", ".join(each.name for each in self.rest)
        say(in_words(f"Reste à faire : {names}.", f"Still to do: {names}."))
        say(
            in_words(
                f"Pour continuer : autopsie dossier build {self._story.id}",
                f"To go on: autopsie dossier build {self._story.id}",
            )
        )

    def _announce(self, heavy: Heavy, rank: int, total: int) -> None:
        if not self._quiet:
            call = heavy.call
            what = f"{call.verb} {call.method} {call.subject} {call.case}"
            seed = in_words(f"graine {call.seed}", f"seed {call.seed}")
            aside(f"[{rank}/{total}] {heavy.name}: {what} ({seed})")

    def _say(self, heavy: Heavy, text: str) -> None:
        if not self._quiet:
            say(f"{heavy.name}{in_words(' : ', ': ')}{text}")

    def _note(
        self,
        heavy: Heavy,
        status: str,
        finding: Finding | None = None,
        *,
        why: str | None = None,
        error: str | None = None,
    ) -> None:
        from server.cli.dossier_shapes import DossierMeasure

        before = self.lines.get(heavy.name)
        self.lines[heavy.name] = DossierMeasure.model_validate(
            {
                "name": heavy.name,
                "kind": heavy.kind,
                "status": status,
                "why": why or (before.why if before else None),
                "file": str(heavy.file),
                "seed": heavy.call.seed,
                "bytes": heavy.file.stat().st_size if finding else None,
                "verdict": finding.verdict if finding else None,
                "sentence": finding.sentence(chosen_language()) if finding else None,
                "seconds": finding.seconds if finding else None,
                "error": error,
            }
        )


def findings(
    scenario: Named,
    out: Annotated[
        Path,
        typer.Option(
            metavar="FILE.md",
            help=in_words("La page ; ses figures à côté.", "The page; its figures beside it."),
        ),
    ],
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Write the page of the runs as they were recorded, in the language asked for (``--lang``).

    Exit 0; 3 when a run is not measured yet, or no longer fits: the page says so in its place.
    """
    from server.cli.dossier_measures import draw, kept_of
    from server.cli.dossier_page import Told, written
    from server.cli.dossier_shapes import DossierFindings
    from server.cli.record import write_atomically

    language = chosen_language()
    wanted = _wanted(scenario, [])
    runs = [each for each in wanted.measures if each.kind == "run"]
    figures: list[Path] = []
    parts: list[Told] = []
    for heavy in runs:
        kept, _ = kept_of(heavy)
        drawn = draw(kept, out.parent / out.stem, heavy.name, language) if kept else []
        figures += drawn
        parts.append(Told(heavy, kept, [file.relative_to(out.parent).as_posix() for file in drawn]))
    write_atomically(out, written(wanted.story, parts, language, wanted.limits))
    lacking = [each.heavy.name for each in parts if each.finding is None]
    if as_json:
        shown = [each.heavy.name for each in parts if each.finding is not None]
        print_json(
            DossierFindings(
                scenario=wanted.story.id, page=str(out), figures=[str(each) for each in figures], shown=shown,
                lacking=lacking,
            )
        )  # fmt: skip
    else:
        say(in_words(f"Page écrite : {out}", f"Page written: {out}"))
        if lacking:
            names = ", ".join(lacking)
            say(in_words(f"Pas encore mesurées : {names}.", f"Not measured yet: {names}."))
    leave(COULD_NOT_TELL if lacking else 0)
