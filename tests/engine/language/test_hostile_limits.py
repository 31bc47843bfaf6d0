"""The twenty hostile cases of the specification, each in a process of its own: code, place, time, memory."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
MOST_SECONDS = 1.0
MOST_MEBIBYTES = 150

BASE = """\
format: incident/1
id: essai
title: Essai
vars: {pari: 50, titre: [aucun, fort]}
hypotheses:
  peau: {text: La peau., boring: true}
  place: La place.
  hasard: Le hasard.
nodes:
  debut:
    text: "Que faire ?"
    options:
      refaire: {text: "Refaire", to: mesure}
      clore: {text: "En rester là", to: fin}
  mesure:
    tool: reproduce
    text: "La part vaut {mesure.rate:percent}."
  lecture:
    branch:
      - {when: mesure.rate > 0.5, to: suite}
      - {to: fin}
  suite:
    text: "La suite."
    to: fin
  fin:
    ending: undecided
    text: "Fin."
"""
SAID = 'text: "La suite."'
WHEN = "when: mesure.rate > 0.5"


def changed(old: str, new: str) -> str:
    assert old in BASE
    return BASE.replace(old, new, 1)


def said(value: str) -> str:
    return changed(SAID, f"text: {value}")


def when(condition: str) -> str:
    return changed(WHEN, "when: '" + condition.replace("'", "''") + "'")


def figure(path: str) -> str:
    return changed(SAID, f"{SAID}\n    figure: {{file: '{path}', alt: Une image}}")


Inputs = list[tuple[str | bytes, str]]
ALL_ONCE = BASE.replace("to: mesure}", "to: mesure, once: true}").replace(
    "to: fin}\n  mes", "to: fin, once: true}\n  mes"
)
LAUGHS = "a0: &a0 lol\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))
MANY = "".join(f'  n{n}:\n    text: "Suite."\n' for n in range(3_000))
CASES: dict[str, Inputs] = {
    "01 a target misspelt": [(changed("to: suite}", "to: suit}"), "R320")],
    "02 a sentence without quotes": [
        *((said(value), "Y115") for value in (
            "Avant tout : que croire ?", "@twitter", "{mesure.rate} des cas", "[sic] dit-il", "*gras* ou",
            "%58 des cas", "> citation", "`code` ici", "- un tiret", '"Bonjour" dit-il',
        )),
        (said("!mot du jour"), "Y106"),
    ],
    "03 no text vanishes": [
        (changed("title: Essai", "title: Essai\nlanguages: [fr, en]").replace(
            SAID, "text: {fr: Oui, la lumière compte}"), "Y116"),
        (said("Le mot-dièse #X circule"), "Y117"),
    ],
    "04 a result that a path skips": [(changed('"Fin."', '"La part : {mesure.rate:percent}."'), "G530")],
    "05 a share out of a hundred": [(when("belief.peau < 90"), "T415")],
    "06 a verdict misspelt": [(when("mesure.verdict == 'reproduce'"), "T413")],
    "07 signs of conditions": [
        (when('titre = "fort"'), "T403"), (when("mesure.verdict == ’reproduced’"), "T402"),
        (when("seen.lumière_oui"), "T402"),
    ],
    "08 a number typed by hand": [(said('"58 % des cas."'), "P601")],
    "09 stuck, or turning": [
        (ALL_ONCE, "G520"), (changed(f"{SAID}\n    to: fin", f"{SAID}\n    to: lecture"), "G503"),
    ],
    "10 copies, tabs, fields": [
        (BASE + '  suite:\n    text: "Encore."\n    to: fin\n', "Y110"),
        (changed("    to: fin\n", "\tto: fin\n"), "Y103"),
        (changed("    to: fin\n", "    go: fin\n"), "S202"),
    ],
    "11 a billion laughs": [(LAUGHS, "Y105"), ("a: {<<: {b: 1}}", "Y105"), ("a: *b", "Y105")],
    "12 deep nesting": [
        ("[" * 100_000, "Y107"), ("[\n" * 60_000, "Y107"), ("{a: " * 9_000, "Y107"), ("- " * 50_000, "Y107"),
        ("".join(" " * n + "a:\n" for n in range(1_200)), "Y107"),
    ],
    "13 odd numbers": [
        (changed("pari: 50", f"pari: {value}"), code)
        for value, code in (
            ("9" * 50_000, "Y111"), ("1e999", "Y112"), (".nan", "Y114"), ("0x7f", "Y114"), ("1:30", "Y114"),
            ("010", "Y114"), ("no", "Y114"), ("1_000", "Y114"),
        )
    ],
    "14 letters that look alike": [
        (changed("vars: {pari", "vars: {p\u0430ri"), "S210"), (said('"La \u200bsuite."'), "Y104"),
        (said('"La \u202esuite."'), "Y104"), (when("ｓeen.mesure"), "T402"),
    ],
    "15 YAML's own powers": [
        (b"a: !!python/object/apply:os.system ['id']", "Y106"), (b"%TAG ! tag:x,2000:\n---\na: 1", "Y108"),
        (b"a: 1\n---\nb: 2\n", "Y109"), (b"? [a]\n: 1", "Y113"), (b"a: \x00", "Y104"),
        ("a: é".encode("utf-16"), "Y102"), (b"a: \xff\xfe", "Y102"),
    ],
    "16 Python's own powers": [
        *((when(condition), "T405") for condition in (
            "().__class__.__mro__", "seen.__class__", "9**9**9", "'a'*10**9 == titre", "__import__('os')",
            "lambda: 1", 'f"{pari}" == titre', "[x for x in pari]",
        )),
        (when("(" * 250 + "pari"), "T403"), (when("not " * 70 + "pari"), "T410"),
        (when("pari > 1\x00"), "Y104"),
    ],
    "17 placeholders": [
        (said(f"'{sentence}'"), "P607")
        for sentence in ("{seen.__init__.__globals__}", "{0.__class__}", "{" * 9_001)
    ],
    "18 scripts": [
        (said('"<img src=x onerror=alert(1)>"'), "P602"),
        (changed("nodes:", 'sources: {s: {title: "S", url: "javascript:alert(1)"}}\nnodes:'), "S203"),
    ],
    "19 paths": [
        *((figure(path), "S230") for path in (
            "../../etc/passwd", "https://evil/x.png", "assets/./../x.png", "C:\\x", "/etc/passwd",
            "assets/../../x.png", "file:///etc/passwd",
        )),
        *((changed("nodes:", f"cases: {{c: {{file: '{path}', about: Une image.}}}}\nnodes:"), "S230")
          for path in ("../../x.png", "https://evil/x.png", "assets/./../x.png", "C:\\x", "/etc/passwd")),
        *((changed("title: Essai", f"title: Essai\nuses: ['{name}']"), "S242")
          for name in ("../secret", "/etc/passwd", "a/b")),
    ],
    "20 whole files": [
        (changed("title: Essai", "title: Essai\ninclude: [self.yml]"), "S240"),
        (b"a" * ((1 << 20) + 1), "Y101"), (b"x: " + b"a" * 30_000, "Y111"), (b"", "S200"), (b"hello", "S200"),
        (b"- a\n- b", "S200"), (b"[" + b"1," * 60_001 + b"1]", "Y101"),
        (changed("  fin:\n", MANY + "  fin:\n"), "Y101"),
    ],
}  # fmt: skip

WORKER = """
import base64, json, resource, sys, time
from engine.language.diagnostics import format_text
from engine.language.reader import read_source
seen = []
for given in json.load(sys.stdin):
    raw = base64.b64decode(given)
    started = time.process_time()
    scenario, found = read_source(raw, "essai.yaml")
    text = raw.decode("utf-8", "replace")
    for each in found:
        for language in ("fr", "en"):
            format_text(each, text, language)
            json.dumps(each.as_json(language))
    seconds = time.process_time() - started
    places = [(each.code, each.severity, each.line, each.column, each.end) for each in found]
    seen.append([scenario is None, places, seconds])
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:  # ru_maxrss also counts what our parent held when it began us: a large test session
    with open("/proc/self/status") as status:
        peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
except OSError:
    pass
print(json.dumps([seen, peak]))
"""


def test_there_are_twenty() -> None:
    assert [name[:2] for name in CASES] == [f"{number:02}" for number in range(1, 21)]


@pytest.mark.parametrize("name", CASES)
def test_case(name: str) -> None:
    raws = [source.encode() if isinstance(source, str) else source for source, _ in CASES[name]]
    done = subprocess.run(
        [sys.executable, "-c", WORKER], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
        input=json.dumps([base64.b64encode(raw).decode() for raw in raws]),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    seen, kibibytes = json.loads(done.stdout)
    assert kibibytes / 1024 < MOST_MEBIBYTES
    for (source, code), (refused, places, seconds) in zip(CASES[name], seen, strict=True):
        shown = source[:300]
        assert code in {place[0] for place in places}, (shown, places)
        assert seconds < MOST_SECONDS, (shown, seconds)
        assert refused == any(severity == "error" for _, severity, *_ in places)
        assert all(line >= 1 and column >= 1 and end > column for _, _, line, column, end in places)
        # At most three of one code for one cause: no input drowns its reader.
        assert len(places) <= 40, (shown, len(places))


def test_a_library_that_uses_itself_is_refused(tmp_path: Path) -> None:
    from engine.language.reader import read_source

    (tmp_path / "libraries").mkdir()
    library = "format: library/1\nid: boucle\ntitle: Boucle\nuses: [boucle]\n"
    (tmp_path / "libraries/boucle.yaml").write_text(library, encoding="utf-8")
    source = changed("title: Essai", "title: Essai\nuses: [boucle]")
    found = read_source(source.encode(), "essai.yaml", tmp_path)[1]
    assert [(each.code, each.file) for each in found if each.severity == "error"] == [
        ("S241", "libraries/boucle.yaml")
    ]


def test_a_missing_file_is_misuse_and_a_refused_one_is_found_wanting(tmp_path: Path) -> None:
    from server.cli import run

    assert run(["check", str(tmp_path / "nowhere.yaml")]) == 2
    (tmp_path / "bomb.yaml").write_text(LAUGHS, encoding="utf-8")
    assert run(["check", str(tmp_path / "bomb.yaml")]) == 1
