"""Draw the gallery of a finding as one picture file: the contact sheet of the pages.

autopsie visualise twitter_crop --view channel --json > FINDING.json
python -m benchmarks.channel_sheet FINDING.json docs/images/channels.webp
"""

from __future__ import annotations

import sys
from pathlib import Path

from tools.finding import Finding, GalleryFigure

CELL, GAP, LABEL = 88, 6, 16


def main(finding: Path, out: Path) -> None:
    """Every row of every gallery, each picture with its number."""
    from PIL import Image, ImageDraw

    from tools.stimuli.render import render

    found = Finding.model_validate_json(finding.read_text("utf-8"))
    rows = [row for figure in found.figures if isinstance(figure, GalleryFigure) for row in figure.rows]
    width = max(len(row.pictures) for row in rows) * (CELL + GAP) + GAP
    height = len(rows) * (CELL + 2 * LABEL + GAP) + GAP
    sheet = Image.new("RGB", (max(width, 360), height), "white")
    draw = ImageDraw.Draw(sheet)
    for at, row in enumerate(rows):
        top = GAP + at * (CELL + 2 * LABEL + GAP)
        draw.text((GAP, top), row.label.en, fill="black")
        for column, each in enumerate(row.pictures):
            left = GAP + column * (CELL + GAP)
            square = Image.fromarray(render(each.picture.recipe)).resize((CELL, CELL))
            sheet.paste(square, (left, top + LABEL))
            if each.value is not None:
                draw.text((left, top + LABEL + CELL), f"{each.value:.4g}", fill="black")
    sheet.save(out, quality=80, method=6)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
