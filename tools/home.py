"""The one folder where Autopsie writes: weights, findings, pictures, playthroughs, secret."""

from __future__ import annotations

import os
from pathlib import Path

HOME_VARIABLE = "AUTOPSIE_HOME"


def home() -> Path:
    """The folder named by ``AUTOPSIE_HOME``, else the platform's own for this user.

    The folder is not created here: whoever writes in it makes what it needs.
    """
    named = os.environ.get(HOME_VARIABLE)
    if named:
        return Path(named).expanduser().absolute()
    import platformdirs  # only where nobody named a folder

    return Path(platformdirs.user_data_dir("autopsie", appauthor=False))


def assets_cache() -> Path:
    """Where fetched weights are kept."""
    return home() / "assets"


def findings_cache() -> Path:
    """Where findings are kept, by the key of their call."""
    return home() / "cache"


def pictures_folder() -> Path:
    """Where drawn pictures are kept, named by the hash of their pixels."""
    return home() / "pictures"


def uploads_folder(playthrough: str) -> Path:
    """Where the pictures that one reader brought are kept."""
    return home() / "uploads" / playthrough


def kept_files() -> Path:
    """Where the files that come with stories are kept, named by their hash."""
    return home() / "files"
