"""``autopsie examine SUBJECT FILE…``: what a subject answers on one's own files, one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from server.cli.answers import in_sentences
from server.cli.options import AllowRemote, Assets, Describe, named_subject
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
from tools.errors import AutopsieError, CallRefused, StimulusRefused
from tools.examination import Examination, MaskResult
from tools.subject import BADGE_WORDS, Subject, SubjectCard
from tools.wording import Words

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
        list[Path] | None,
        typer.Argument(
            metavar="FILE…",
            help=in_words("Les images, ou des dossiers d'images.", "The pictures, or folders of pictures."),
        ),
    ] = None,
    text: Annotated[
        list[str] | None, typer.Option(help=in_words("Un texte ; répétable.", "A text; repeatable."))
    ] = None,
    texts: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.csv",
            help=in_words("Une table de textes, un par ligne.", "A table of texts, one a row."),
        ),
    ] = None,
    column: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help=in_words("Sa colonne ; sinon la première.", "Its column; the first otherwise."),
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help=in_words("Où écrire ce qui se dessine (PNG).", "Where to write what can be drawn (PNG)."),
        ),
    ] = None,
    describe: Describe = None,
    allow_remote: AllowRemote = False,
    assets: Assets = None,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Examine each file or text; one that is refused is told and the others are still examined (exit 2).

    Of a folder, what cannot be read is told, left out and counted, and that is no failure.
    """
    from tools.bench import Bench
    from tools.catalogue import subject_card

    named = named_subject(subject, describe, allow_remote)
    card = subject_card(named, external=True)
    table = _table(texts, column) if texts is not None else []
    given = _given(card, files or [], [*(text or []), *table])
    loaded: Subject = Bench(weights=assets).subject(named)
    code, refused = 0, 0
    in_folders = {each for each in given if isinstance(each, Path) and each.parent in (files or [])}
    for each in given:
        try:
            examined = loaded.examine(each)
            line = _examined(card, _written(each, examined, out), at=each)
        except AutopsieError as error:
            tell_error(error, as_json=as_json, about=_place(each))
            if each in in_folders:
                refused += 1
            else:
                code = max(code, error.exit_code)
            continue
        if as_json:
            print_json(line.model_dump(mode="json", exclude_none=True))
        else:
            _tell(card, each, line)
        for note in line.notes or []:
            aside(f"{_place(each)}: {note}")
    if refused:
        shown = f"{refused}/{len(in_folders)}"
        aside(in_words(f"Images laissées de côté : {shown}.", f"Pictures left out: {shown}."))
    leave(code)


class _InTable(str):
    """A text that a table gave, and where it stood: ``place`` is "comments.csv:12"."""

    line: int
    place: str


def _place(given: Path | str) -> str:
    """How a file or a text is named beside what is said of it."""
    return given.place if isinstance(given, _InTable) else str(given)


def _table(path: Path, column: str | None) -> list[str]:
    """The texts of a table; the rows that give none are told, left out and counted, and that is no failure.

    Raises :class:`StimulusRefused`.
    """
    from tools.stimuli.text_table import read_texts

    table = read_texts(path, column)
    for note in table.notes:
        aside(f"{path.name}: {told(note)}")
    for broken in table.refused:
        aside(f"{path.name}:{broken.line}: {told(broken.why)}")
    if table.refused:
        shown = f"{len(table.refused)}/{len(table.refused) + len(table.rows)}"
        aside(in_words(f"Lignes laissées de côté : {shown}.", f"Rows left out: {shown}."))
    found: list[str] = []
    for row in table.rows:
        text = _InTable(row.text)
        text.line, text.place = row.line, f"{path.name}:{row.line}"
        found.append(text)
    return found


def _given(card: SubjectCard, files: list[Path], texts: Sequence[str]) -> list[Path | str]:
    """What there is to examine. Raises :class:`CallRefused` where it is not what the subject reads."""
    reads_texts = card.modality == "text"
    wrong, right = (files, texts) if reads_texts else (texts, files)
    if right and not wrong:
        from tools.stimuli.picture_folder import pictures_in

        return [
            path
            for each in right
            for path in (pictures_in(each) if isinstance(each, Path) and each.is_dir() else [each])
        ]
    says = (
        Words(fr=f"{card.slug} lit des textes.", en=f"{card.slug} reads texts.")
        if reads_texts
        else Words(fr=f"{card.slug} lit des images.", en=f"{card.slug} reads pictures.")
    )
    cure = (
        Words(fr='Donnez-lui --text "…" ou --texts TABLE.csv.', en='Give it --text "…" or --texts TABLE.csv.')
        if reads_texts
        else Words(fr="Donnez-lui des fichiers d’images.", en="Give it picture files.")
    )
    raise CallRefused("wrong_input", says, cure)


def _written(given: Path | str, examined: Examination, out: Path | None) -> Examination:
    """Write what can be drawn into ``out``; a matte's result then names its file.

    Raises :class:`StimulusRefused` (``cannot_write``).
    """
    if out is None or not examined.pictures:
        return examined
    from tools.stimuli.render import png

    stem = given.stem if isinstance(given, Path) else examined.sha256[:12]
    result = examined.result
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, pixels in examined.pictures.items():
            path = out / f"{stem}.{name}.png"
            path.write_bytes(png(pixels))
            if name == "mask" and isinstance(result, MaskResult):
                result = result.model_copy(update={"mask": str(path)})
    except OSError as closed:
        raise StimulusRefused(
            "cannot_write",
            Words(
                fr=f"On ne peut pas écrire dans {out} ({closed.strerror}).",
                en=f"{out} cannot be written to ({closed.strerror}).",
            ),
            Words(fr="Nommez un autre dossier par --out.", en="Name another folder with --out."),
        ) from None
    return replace(examined, result=result)


def _examined(card: SubjectCard, examined: Examination, at: Path | str = "") -> ExaminedLine:
    from server.cli.shapes import ExaminedInput, ExaminedLine

    width, height = examined.size or (None, None)
    return ExaminedLine(
        subject=card.slug,
        badge=card.badge,
        weights_sha256=card.sha256,
        input=ExaminedInput(
            sha256=examined.sha256,
            width=width,
            height=height,
            line=at.line if isinstance(at, _InTable) else None,
        ),
        result=examined.result,
        notes=[told(note) for note in examined.notes] or None,
    )


def _tell(card: SubjectCard, given: Path | str, line: ExaminedLine) -> None:
    size = f" ({line.input.width} × {line.input.height})" if line.input.width else ""
    say(f"{given}{size}")
    say(f"{told(card.title)} ({told(BADGE_WORDS[card.badge])})", indent=2)
    if card.agreement is not None:  # a stand-in never answers without it
        say(told(card.agreement), indent=2)
    for sentence in in_sentences(line.result, chosen_language()):
        say(sentence, indent=2)
