"""The download, against a server of our own on this machine."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tools.assets import fetch as fetching
from tools.assets import store
from tools.errors import AssetRefused, MissingAsset
from tools.home import assets_cache

CONTENT = os.urandom(300_000)
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@dataclass
class Origin:
    """What the little server does, and what it was asked."""

    content: bytes = CONTENT
    cut_after: list[int] = field(default_factory=list)  # bytes sent before the line breaks, per request
    ranges: bool = True
    wrong_range: bool = False
    status: int = 200
    stall: threading.Event | None = None
    asked: list[str | None] = field(default_factory=list)
    url: str = ""


@pytest.fixture
def origin(shelf: Any) -> Iterator[Origin]:
    shelf.pin("crop_net", CONTENT, kind="published", commit="x", url="https://example.invalid/crop_net.bin")
    served = Origin()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            wanted = self.headers.get("Range")
            served.asked.append(wanted)
            if served.status != 200:
                self.send_response(served.status)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            start = 0
            if wanted and served.ranges:
                found = re.fullmatch(r"bytes=(\d+)-", wanted)
                assert found
                start = int(found[1])
                self.send_response(206)
                told = start + 1 if served.wrong_range else start
                end = len(served.content)
                self.send_header("Content-Range", f"bytes {told}-{end - 1}/{end}")
            else:
                self.send_response(200)
            body = served.content[start:]
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if served.stall is not None:
                self.wfile.write(body[:1000])
                self.wfile.flush()
                served.stall.wait(20)
                return
            self.wfile.write(body[: served.cut_after.pop(0)] if served.cut_after else body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    served.url = f"http://127.0.0.1:{server.server_address[1]}"
    yield served
    if served.stall is not None:
        served.stall.set()
    server.shutdown()
    server.server_close()


def part() -> Path:
    return assets_cache() / "crop_net.bin.part"


def test_a_fetched_file_is_whole_checked_and_found_afterwards(origin: Origin) -> None:
    seen: list[tuple[int, int]] = []
    path = fetching.fetch("crop-net", base_url=origin.url, progress=lambda *p: seen.append(p))
    assert path.read_bytes() == CONTENT
    assert seen[-1] == (len(CONTENT), len(CONTENT))
    assert store.locate("crop_net") == store.Located(path, "cache")
    assert not part().exists()


def test_what_is_there_is_not_asked_for_again(origin: Origin) -> None:
    fetching.fetch("crop_net", base_url=origin.url)
    fetching.fetch("crop_net", base_url=origin.url)
    assert len(origin.asked) == 1


def test_a_cut_line_is_resumed_where_it_broke(origin: Origin) -> None:
    origin.cut_after = [100_000, 50_000]
    assert fetching.fetch("crop_net", base_url=origin.url).read_bytes() == CONTENT
    assert origin.asked == [None, "bytes=100000-", "bytes=150000-"]


def test_a_second_call_resumes_what_a_first_left(origin: Origin) -> None:
    origin.cut_after = [90_000, 1, 1]
    with pytest.raises(MissingAsset) as failed:
        fetching.fetch("crop_net", base_url=origin.url)
    assert failed.value.code == "fetch_failed"
    assert failed.value.exit_code == 3
    assert part().stat().st_size == 90_002
    origin.asked.clear()
    assert fetching.fetch("crop_net", base_url=origin.url).read_bytes() == CONTENT
    assert origin.asked == ["bytes=90002-"]


def test_a_server_without_ranges_starts_over(origin: Origin) -> None:
    origin.ranges = False
    part().parent.mkdir(parents=True)
    part().write_bytes(b"x" * 5000)
    assert fetching.fetch("crop_net", base_url=origin.url).read_bytes() == CONTENT


def test_a_range_that_starts_elsewhere_is_not_glued(origin: Origin) -> None:
    origin.wrong_range = True
    part().parent.mkdir(parents=True)
    part().write_bytes(CONTENT[:5000])
    with pytest.raises(MissingAsset):
        fetching.fetch("crop_net", base_url=origin.url)
    assert not part().exists()


@pytest.mark.parametrize("left", [len(CONTENT), len(CONTENT) + 7])
def test_a_left_part_of_full_length_but_other_bytes_is_thrown_away(origin: Origin, left: int) -> None:
    part().parent.mkdir(parents=True)
    part().write_bytes(b"x" * left)
    assert fetching.fetch("crop_net", base_url=origin.url).read_bytes() == CONTENT


@pytest.mark.parametrize("content", [b"<html>not it</html>", os.urandom(300_000), os.urandom(2_000_000)])
def test_other_bytes_are_refused_with_both_hashes_and_not_kept(origin: Origin, content: bytes) -> None:
    origin.content = content
    with pytest.raises(AssetRefused) as refused:
        fetching.fetch("crop_net", base_url=origin.url)
    assert refused.value.code == "asset_wrong_hash"
    assert SHA256 in refused.value.sentence("fr")
    assert list(assets_cache().glob("*.bin*")) == list(assets_cache().glob("*.lock"))


@pytest.mark.parametrize("status", [404, 403, 416, 500])
def test_an_answer_that_is_not_the_file_is_told(origin: Origin, status: int) -> None:
    origin.status = status
    with pytest.raises(MissingAsset) as refused:
        fetching.fetch("crop_net", base_url=origin.url)
    assert refused.value.code == "fetch_refused"
    assert str(status) in refused.value.sentence("en")


def test_no_network_is_told_in_one_sentence_with_its_cure(origin: Origin) -> None:
    with pytest.raises(MissingAsset) as failed:
        fetching.fetch("crop_net", base_url="http://127.0.0.1:9", timeout=2)
    assert failed.value.code == "fetch_failed"
    assert "AUTOPSIE_ASSETS" in failed.value.sentence("fr")


def test_offline_asks_no_address(origin: Origin) -> None:
    with pytest.raises(MissingAsset) as missing:
        fetching.fetch("crop_net", base_url=origin.url, offline=True)
    assert missing.value.code == "offline"
    assert "AUTOPSIE_ASSETS" in missing.value.sentence("fr")
    assert origin.asked == []


def test_a_stalled_line_is_given_up_in_the_time_allowed(origin: Origin) -> None:
    import time

    origin.stall = threading.Event()
    start = time.monotonic()
    with pytest.raises(MissingAsset) as slow:
        fetching.fetch("crop_net", base_url=origin.url, within=0.8)
    assert slow.value.code == "fetch_too_slow"
    assert time.monotonic() - start < 3


def test_a_disk_that_cannot_be_written_is_told(origin: Origin, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = assets_cache().parent
    blocked.parent.mkdir(parents=True, exist_ok=True)
    blocked.write_text("a file where the folder should be")
    with pytest.raises(MissingAsset) as full:
        fetching.fetch("crop_net", base_url=origin.url)
    assert full.value.code == "cache_closed"


def test_two_fetches_at_once_ask_once(origin: Origin) -> None:
    found: list[bytes] = []
    threads = [
        threading.Thread(
            target=lambda: found.append(fetching.fetch("crop_net", base_url=origin.url).read_bytes())
        )
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert found == [CONTENT] * 4
    assert len(origin.asked) == 1


def test_two_processes_do_not_harm_each_other(origin: Origin, shelf: Any) -> None:
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from tools.assets import fetch as f, manifest\n"
        "manifest._FOLDER = Path(sys.argv[1])\n"
        "f.fetch('crop_net', base_url=sys.argv[2])\n"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", code, str(shelf.folder), origin.url]) for _ in range(3)
    ]
    assert [process.wait(60) for process in running] == [0, 0, 0]
    assert (assets_cache() / "crop_net.bin").read_bytes() == CONTENT
    assert len(origin.asked) == 1
