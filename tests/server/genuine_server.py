"""The server as it is, on a free port."""

from __future__ import annotations

from server.run import serve

if __name__ == "__main__":
    serve(port=0)
