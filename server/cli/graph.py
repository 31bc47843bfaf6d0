"""``autopsie graph SCENARIO``: the story as a drawing."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from server.cli.telling import Lang, Misuse, aside, chosen_language, in_words, write
from tools.wording import Words

FORMATS = ("svg", "mermaid", "dot")
ENGINES = ("auto", "own", "dot")


def register(app: typer.Typer) -> None:
    """Add the verb to the command."""
    app.command(help=in_words("Dessine le graphe d'un scénario.", "Draw a scenario's graph."))(graph)


def graph(
    scenario: Annotated[str, typer.Argument(help=in_words("Identifiant ou chemin.", "Id or path."))],
    form: Annotated[str, typer.Option("--format", help="svg, mermaid, dot")] = "svg",
    out: Annotated[
        Path | None, typer.Option("--out", help=in_words("Fichier à écrire.", "File to write."))
    ] = None,
    engine: Annotated[
        str,
        typer.Option(
            help=in_words("Qui place les nœuds : auto, own, dot.", "Who places nodes: auto, own, dot.")
        ),
    ] = "own",
    lang: Lang = None,
) -> None:
    """Our own layers are the default even beside Graphviz: they stay narrow around a hub.

    Exit 0 drawn, 1 when errors forbid it, 2 when there is no such scenario or format.
    """
    from engine.author import draw
    from engine.language.diagnostics import format_text
    from engine.language.reader import find_scenario, read_scenario

    _among(form, FORMATS, "--format")
    _among(engine, ENGINES, "--engine")
    path = find_scenario(scenario)
    read, diagnostics = read_scenario(path, without_bad_records=True)
    language = chosen_language()
    if read is None:
        source = path.read_text(encoding="utf-8", errors="replace")
        for found in diagnostics:
            if found.severity == "error":
                aside(format_text(found, source, language) + "\n")
        raise typer.Exit(1)
    placed: draw.Engine = engine if form == "svg" else "own"  # type: ignore[assignment]
    drawing = draw.layout(read, engine=placed)
    writer = {"svg": draw.to_svg, "mermaid": draw.to_mermaid, "dot": draw.to_dot}[form]
    drawn = writer(drawing, language)
    if out is None and form == "svg" and sys.stdout.isatty():
        out = Path(f"{read.id}.svg")  # a picture is to be looked at: a terminal would show its source
    if out is None:
        write(drawn.rstrip("\n"))
        return
    out.write_text(drawn, encoding="utf-8")
    aside(in_words(f"Graphe écrit : {out}", f"Graph written: {out}"))


def _among(given: str, known: tuple[str, ...], option: str) -> None:
    if given not in known:
        raise Misuse(
            "C901",
            Words(fr=f"{option} ne connaît pas « {given} ».", en=f"{option} does not know “{given}”."),
            Words(fr=f"Choisissez : {', '.join(known)}.", en=f"Choose: {', '.join(known)}."),
        )
