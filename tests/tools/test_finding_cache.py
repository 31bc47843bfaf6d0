from __future__ import annotations

import os
from pathlib import Path

import pytest

from tools.cache import FindingCache, code_version, key_of
from tools.finding import Call, Finding
from tools.stimuli.cases import case_named
from tools.subject import SubjectIdentity
from tools.wording import both

KEYS = [key_of({"n": n}) for n in range(40)]


def _finding(seed: int) -> Finding:
    return Finding(
        tool_version="1",
        call=Call(verb="perturb", method="m", subject="s", case="chelsea", seed=seed),
        question=both("?"),
        subject=SubjectIdentity(name="s", title=both("s"), badge="original", sha256="0" * 64),
        stimuli=case_named("chelsea").stimuli([]),
        unit_of_n=both("picture"),
        n=1,
        result={},
        values=[],
        verdict="inconclusive",
        conclusion=both("é, «\u202f» and so on"),
        seconds=0.5,
    )


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    cache = FindingCache(tmp_path)
    assert cache.get(KEYS[0]) is None
    cache.put(KEYS[0], _finding(1))
    assert FindingCache(tmp_path).get(KEYS[0]) == _finding(1)
    assert [path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()] == [
        Path(KEYS[0][:2]) / f"{KEYS[0]}.json"
    ]


@pytest.mark.parametrize("damage", [b"", b"{}", b"\x00\xff\xfe", b"0" * 64 + b"\n{}"])
def test_a_damaged_entry_reads_as_none_and_goes(tmp_path: Path, damage: bytes) -> None:
    cache = FindingCache(tmp_path)
    cache.put(KEYS[0], _finding(1))
    (path,) = tmp_path.glob("??/*.json")
    path.write_bytes(damage)
    assert cache.get(KEYS[0]) is None
    assert not path.exists()


def test_every_truncation_and_any_changed_byte_is_noticed(tmp_path: Path) -> None:
    cache = FindingCache(tmp_path)
    cache.put(KEYS[0], _finding(1))
    (path,) = tmp_path.glob("??/*.json")
    whole = path.read_bytes()
    for at in range(0, len(whole), 37):
        for damaged in (whole[:at], whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]):
            path.write_bytes(damaged)
            assert cache.get(KEYS[0]) is None


def test_the_folder_stays_under_its_limit_and_the_oldest_go(tmp_path: Path) -> None:
    probe = FindingCache(tmp_path / "probe")
    probe.put(KEYS[0], _finding(0))
    one = next((tmp_path / "probe").glob("??/*.json")).stat().st_size
    cache = FindingCache(tmp_path / "kept", most_bytes=int(one * 10.5))
    for n, key in enumerate(KEYS):
        cache.put(key, _finding(n))
        path = tmp_path / "kept" / key[:2] / f"{key}.json"
        os.utime(path, (n, n))
        if n:
            assert cache.get(KEYS[0]) is not None  # used all along, hence never the oldest
    held = sum(path.stat().st_size for path in (tmp_path / "kept").rglob("*.json"))
    assert held <= cache.most_bytes
    assert cache.get(KEYS[-1]) == _finding(39)
    assert cache.get(KEYS[1]) is None


def test_a_full_disk_only_costs_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    cache = FindingCache(tmp_path)
    monkeypatch.setattr(Path, "replace", full)
    cache.put(KEYS[0], _finding(1))
    assert cache.get(KEYS[0]) is None
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_key_is_refused_what_is_not_a_number() -> None:
    with pytest.raises(ValueError, match="JSON"):
        key_of({"amount": float("nan")})


def test_the_version_of_the_code_is_that_of_its_sources() -> None:
    assert len(code_version()) == 64
    assert code_version() == code_version()
