"""A text word by word: under each word a bar as high as what it brings, full for the answer, hollow against.

The words stay in reading order and wrap as text does; height carries the size, so that greyscale is enough.
"""

from __future__ import annotations

from tools.figures import svg
from tools.figures.words import INTERVAL, say, show, show_interval
from tools.finding import Word, WordsFigure, WordsRow
from tools.wording import Language, Words

WIDE, NARROW = 720.0, 340.0
LINE = 58.0  # one line of words with its bars
BAR = 26.0  # the highest bar
LEAST = 1.5  # a bar that is there must be seen
SPACE = 8.0
WIDER = 1.12  # words are set close together: none may touch the next, whatever its letters
STRONGEST = 8  # words that are told
_WORD = Words(fr="Mot", en="Word")
_BRINGS = Words(fr="Ce qu’il apporte", en="What it brings")
_KEY = Words(
    fr="Barre pleine : le mot pousse la réponse vers le haut ; en pointillé : vers le bas.",
    en="Full bar: the word pushes the answer up; dashed: down.",
)
_NOT_READ = Words(fr="non lu", en="not read")
_ANSWER = Words(fr="Réponse", en="Answer")


def draw_words(figure: WordsFigure, language: Language, *, narrow: bool) -> str:
    """The texts one under the other, their bars on one scale."""
    total = NARROW if narrow else WIDE
    most = max((abs(word.weight or 0.0) for word in _words(figure)), default=0.0) or 1.0
    parts: list[str] = []
    y = 4.0
    for row in figure.rows:
        for line in svg.wrapped(_row_title(row, figure, language), total):
            y += 18
            parts.append(svg.text(0, y, line, css="soft"))
        y += 12
        x = 0.0
        for word in row.words:
            wide = svg.width_of(word.text) * WIDER + 2
            if x > 0 and x + wide > total:
                x, y = 0.0, y + LINE
            parts += _drawn(word, x, y, wide, most)
            x += wide + SPACE
        y += LINE
    if any(word.weight for word in _words(figure)):
        for line in svg.wrapped(say(_KEY, language), total):
            y += 16
            parts.append(svg.text(0, y, line, css="soft small"))
    left, width = ("-1", "342") if narrow else ("-10", "740")
    return svg.document(
        f"{left} 0 {width} {svg.number(y + 4)}",
        words_alt(figure, language),
        parts,
        css="chart narrow" if narrow else "chart wide",
    )


def words_alt(figure: WordsFigure, language: Language) -> str:
    """Each text with the words that bring most, strongest first."""
    said = [say(figure.title, language).rstrip(".") + "."]
    for row in figure.rows:
        title = _row_title(row, figure, language)
        colon = "\u00a0:" if language == "fr" else ":"
        weighed = [word for word in row.words if word.weight is not None]
        if not weighed:  # a text that is shown, not explained
            shown = " ".join(word.text for word in row.words)
            said.append(
                f"{title}{colon} " + (f"«\u00a0{shown}\u00a0»." if language == "fr" else f"“{shown}”.")
            )
            continue
        strongest = sorted(weighed, key=lambda word: -abs(word.weight or 0.0))[:STRONGEST]
        listed = ", ".join(f"{word.text} {_signed(word.weight, figure, language)}" for word in strongest)
        said.append(f"{title}{colon} {listed}.")
    return " ".join(said)


def words_rows(figure: WordsFigure, language: Language) -> list[list[str]]:
    """One line a word: text, word, what it brings, interval."""
    rows: list[list[str]] = []
    for row in figure.rows:
        for index, word in enumerate(row.words):
            between = "–"
            if word.low is not None and word.high is not None:
                between = show_interval(word.low, word.high, figure.unit, language)
            rows.append(
                [
                    say(row.label, language) if index == 0 else "",
                    word.text,
                    _signed(word.weight, figure, language)
                    if word.weight is not None
                    else say(_NOT_READ, language),
                    between,
                ]
            )
    return rows


def words_head(language: Language) -> list[str]:
    """The columns of :func:`words_rows`."""
    text = Words(fr="Texte", en="Text")
    return [say(each, language) for each in (text, _WORD, _BRINGS, INTERVAL)]


def _words(figure: WordsFigure) -> list[Word]:
    return [word for row in figure.rows for word in row.words]


def _drawn(word: Word, x: float, y: float, wide: float, most: float) -> list[str]:
    css = "" if word.weight is not None else "soft"
    parts = [svg.text(x + 1, y + 14, word.text, css=css)]
    if not word.weight:
        return parts
    high = max(LEAST, abs(word.weight) / (most or 1.0) * BAR)
    side = "for" if word.weight > 0 else "against"
    parts.append(
        f'<rect class="word-bar {side}" x="{svg.number(x + 1)}" y="{svg.number(y + 20)}" '
        f'width="{svg.number(max(4.0, wide - 2))}" height="{svg.number(high)}"/>'
    )
    return parts


def _signed(weight: float | None, figure: WordsFigure, language: Language) -> str:
    if weight is None:
        return "–"
    shown = show(weight, figure.unit, language)
    return f"+{shown}" if weight > 0 else shown


def _row_title(row: WordsRow, figure: WordsFigure, language: Language) -> str:
    title = say(row.label, language)
    if row.answer is None:
        return title
    colon = "\u00a0: " if language == "fr" else ": "
    answer = say(_ANSWER, language).lower()
    return f"{title} ({answer}{colon}{show(row.answer, figure.unit, language)})"
