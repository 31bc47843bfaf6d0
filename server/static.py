"""Style, scripts and fonts: an address with the content's hash is kept for ever, any other is asked again."""

from __future__ import annotations

import hashlib
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER = Path(__file__).resolve().parent.parent / "web" / "static"
FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "public, no-cache"


class HashedFiles(StaticFiles):
    """Static files under ``/static`` whose addresses carry ``?v=`` and a part of their hash."""

    def __init__(self, folder: Path = FOLDER) -> None:
        super().__init__(directory=folder, check_dir=False)
        self._hashes = {
            file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()[:12]
            for file in sorted(folder.rglob("*"))
            if file.is_file()
        }
        self.addresses = {name: f"/static/{name}?v={digest}" for name, digest in self._hashes.items()}

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, with how long it may be kept."""
        response = await super().get_response(path, scope)
        asked = scope.get("query_string", b"").decode("latin-1")
        known = asked == f"v={self._hashes.get(Path(path).as_posix())}"
        response.headers["cache-control"] = FOR_EVER if known else ASK_AGAIN
        return response
