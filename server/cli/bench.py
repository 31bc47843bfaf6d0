"""``autopsie bench``: our fast paths beside captum, on this machine, each in a process of its own."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING, Annotated

import typer

from server.cli.options import Assets
from server.cli.telling import (
    FOUND_WANTING,
    AsJson,
    Lang,
    Misuse,
    aside,
    chosen_language,
    in_words,
    leave,
    print_json,
    say,
    write,
)

if TYPE_CHECKING:
    from tools.benchmark.race import Row


def register(app: typer.Typer) -> None:
    """Add the verb to the command."""
    app.command(
        help=in_words(
            "Mesure nos voies rapides à côté de captum, sur cette machine.",
            "Measure our fast paths beside captum, on this machine.",
        )
    )(bench)


def bench(
    only: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME", help=in_words("Seulement celle-là (répétable).", "That one only (repeatable).")
        ),
    ] = None,
    quick: Annotated[
        bool,
        typer.Option(
            "--quick", help=in_words("Moins de tours ; sans le pas de 8.", "Fewer rounds; no stride of 8.")
        ),
    ] = False,
    threads: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=64,
            help=in_words(
                "Fils de calcul de chaque côté (sinon : les cœurs).", "Threads each (else: cores)."
            ),
        ),
    ] = None,
    same_allocator: Annotated[
        bool,
        typer.Option(
            "--same-allocator",
            help=in_words(
                "Donne aussi à captum les réglages de mémoire de notre processus de calcul.",
                "Give captum our worker's memory settings too.",
            ),
        ),
    ] = False,
    assets: Assets = None,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Exit 0 when every fast path gives captum's answer, 1 when one does not, 2 for an unknown name."""
    from tools.benchmark.race import CONTESTS, race
    from tools.names import nearest
    from tools.wording import Words
    from tools.worker import cores

    if importlib.util.find_spec("captum") is None:
        raise Misuse(
            "bench_needs_captum",
            Words(
                fr="captum n’est pas installé : il n’y a rien à quoi se mesurer.",
                en="captum is not installed: there is nothing to be measured beside.",
            ),
            Words(fr="pip install captum", en="pip install captum"),
        )
    known = {contest.name: contest for contest in CONTESTS if contest.possible}
    for name in only or ():
        if name not in known:
            near = nearest(name, list(known)) or ", ".join(known)
            raise Misuse(
                "bench_unknown",
                Words(fr=f"« {name} » n’est pas mesuré.", en=f"“{name}” is not measured."),
                Words(fr=f"Vouliez-vous dire : {near} ?", en=f"Did you mean: {near}?"),
            )
    chosen = (
        [known[name] for name in only]
        if only
        else [each for each in known.values() if each.quick or not quick]
    )
    rows = []
    for contest in chosen:
        row = race(
            contest,
            threads=threads or cores(),
            quick=quick,
            same_allocator=same_allocator,
            assets=assets,
            told=_told,
        )
        rows.append(row)
        if not as_json:
            _tell(row)
    if as_json:
        print_json([row.model_dump(mode="json") for row in rows])
    elif any(row.weights == "random" for row in rows):
        say(
            in_words(
                "Les poids d'origine ne sont pas ici : même architecture, poids tirés au hasard.",
                "The genuine weights are not here: same architecture, random weights.",
            )
        )
    leave(0 if all(row.agrees for row in rows) else FOUND_WANTING)


def _told(name: str, done: int, total: int) -> None:
    aside(in_words(f"{name} : tour {done} sur {total}", f"{name}: round {done} of {total}"))


def _tell(row: Row) -> None:
    from tools.wording import format_number

    language = chosen_language()
    ratio, wanted = (format_number(value, "number2", language) for value in (row.ratio, row.wanted))
    naive, ours = (
        f"{format_number(1000 * value, 'number1', language)} ms" for value in (row.naive_s, row.ours_s)
    )
    batch = in_words(f", lots de {row.batch}", f", batches of {row.batch}") if row.batch else ""
    write(f"{row.name:<25} × {ratio:>8}  ({in_words('cible', 'target')} {wanted})")
    say(
        in_words(
            f"{row.naive}{batch} : {naive} ; nous : {ours} ; fils : {row.threads}. Plus grande différence"
            f" {row.max_difference:g} sur une échelle de {row.scale:g}.",
            f"{row.naive}{batch}: {naive}; ours: {ours}; threads: {row.threads}. Largest difference"
            f" {row.max_difference:g} on a scale of {row.scale:g}.",
        ),
        indent=2,
    )
