"""The server as it is, on a free port."""

from __future__ import annotations

import os

from server.run import serve

if __name__ == "__main__":
    os.environ.setdefault("AUTOPSIE_LIVE_SECONDS", "600")  # measures are made, never shown from a record
    serve(port=0)
