"""``--out FOLDER``: a finding kept as files: its JSON, its numbers as CSV, each of its figures as SVG."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING

from server.cli.telling import Misuse
from tools.wording import Language, Words

if TYPE_CHECKING:
    from tools.finding import Finding


def keep(finding: Finding, folder: Path, language: Language, uploads: Path | None = None) -> list[Path]:
    """Write ``finding.json``, ``numbers.csv`` and ``figure-1.svg``…; what was written.

    Pictures are inside the SVG files, so that each is whole by itself.
    Raises :class:`Misuse` (C901) where the folder cannot be written.
    """
    from tools.figures import pictures_of, to_csv
    from tools.figures.standalone import standalone
    from tools.stimuli.render import png, render

    recipes = {
        picture.sha256: picture.recipe for figure in finding.figures for picture in pictures_of(figure)
    }

    def address(sha256: str) -> str:
        data = base64.b64encode(png(render(recipes[sha256], uploads))).decode("ascii")
        return f"data:image/png;base64,{data}"

    files = {
        "finding.json": finding.model_dump_json(indent=1) + "\n",
        "numbers.csv": to_csv(finding, language),
    }
    for index in range(len(finding.figures)):
        files[f"figure-{index + 1}.svg"] = standalone(finding, index, language, address)
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            path = folder / name
            path.write_text(content, encoding="utf-8", newline="")
            written.append(path)
    except OSError as refused:
        raise Misuse(
            "C901",
            Words(
                fr=f"Le dossier {folder} ne s’écrit pas : {refused.strerror}.",
                en=f"The folder {folder} cannot be written: {refused.strerror}.",
            ),
            Words(fr="Nommez un autre dossier.", en="Name another folder."),
        ) from None
    return written
