"""``autopsie examine SUBJECT FILE…``: what a subject answers on one's own files, one by one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from server.cli.options import Assets
from server.cli.telling import (
    AsJson,
    Lang,
    aside,
    chosen_language,
    in_words,
    leave,
    print_json,
    say,
    tell_error,
    told,
)
from tools.errors import AutopsieError
from tools.subject import SubjectCard
from tools.wording import format_number

if TYPE_CHECKING:
    from server.cli.shapes import ExaminedLine


def register(app: typer.Typer) -> None:
    """Add the verb to the command."""
    app.command(
        help=in_words("Montre des fichiers à un sujet, tels quels.", "Show files to a subject, as they are.")
    )(examine)


def examine(
    subject: Annotated[str, typer.Argument(help=in_words("Le sujet.", "The subject."))],
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help=in_words("Les images.", "The pictures."))
    ],
    assets: Assets = None,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Examine each file; one that is refused is told and the others are still examined (exit 2)."""
    from tools.bench import Bench
    from tools.catalogue import subject_card

    card = subject_card(subject)
    loaded: Any = Bench(weights=assets).subject(card.name)
    code = 0
    for file in files:
        try:
            line = _examined(card, loaded.examine_file(file))
        except AutopsieError as error:
            tell_error(error, as_json=as_json, about=str(file))
            code = max(code, error.exit_code)
            continue
        if as_json:
            print_json(line.model_dump(mode="json", exclude_none=True))
        else:
            _tell(file, line)
        for note in line.notes or []:
            aside(f"{file}: {note}")
    leave(code)


def _examined(card: SubjectCard, look: Any) -> ExaminedLine:
    from server.cli.shapes import ExaminedInput, ExaminedLine, ExaminedResult

    width, height = look.size
    return ExaminedLine(
        subject=card.slug,
        badge=card.badge,
        weights_sha256=card.sha256,
        input=ExaminedInput(sha256=look.file_sha256, width=width, height=height),
        result=ExaminedResult(
            score=round(look.score, 6),
            point=look.point,
            grid=look.grid_shape,
            crops={crop.ratio: (crop.left, crop.top, crop.width, crop.height) for crop in look.crops},
        ),
        notes=[told(note) for note in look.notes] or None,
    )


def _tell(file: Path, line: ExaminedLine) -> None:
    result = line.result
    score = format_number(result.score, "number", chosen_language())
    say(f"{file} ({line.input.width} × {line.input.height})")
    say(in_words(f"note {score}, point {result.point}", f"score {score}, point {result.point}"), indent=2)
    for ratio, (left, top, width, height) in result.crops.items():
        say(
            in_words(
                f"cadre {ratio} : {width} × {height} à partir de ({left}, {top})",
                f"crop {ratio}: {width} × {height} from ({left}, {top})",
            ),
            indent=2,
        )
