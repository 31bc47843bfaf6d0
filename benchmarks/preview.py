"""How soon the author's page shows what was just saved, in a real browser; how long a graph takes to place.

``python benchmarks/preview.py [SCENARIO] [SAVES]`` copies the scenario (recadrage if none is named), opens
its preview in Debian's chromium, and saves a change of one sentence again and again: each time is from the
end of the write to the change of the page, as a ``MutationObserver`` sees it on the same clock.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from engine.author.draw import layout
from engine.language.reader import find_scenario, read_scenario
from engine.language.schema import Scenario

ROOT = Path(__file__).resolve().parent.parent
WATCH = """() => {
  window.seen = [];
  new MutationObserver(() => {
    const text = document.querySelector("#sheet .said")?.textContent ?? "";
    const mark = text.match(/essai-([a-z]+)/);
    if (mark) window.seen.push([mark[1], Date.now()]);
  }).observe(document.getElementById("sheet"), { childList: true, subtree: true });
}"""


def main(name: str, saves: int) -> None:
    """Print one JSON object."""
    path = find_scenario(name)
    scenario, _ = read_scenario(path, without_bad_records=True)
    if scenario is None:
        raise SystemExit(f"{name} cannot be played")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "draft"
        shutil.copytree(path.parent, copy)
        taken = _saves(copy / path.name, scenario, saves, Path(folder) / "home")
    figures: dict[str, object] = {
        "nodes": len(scenario.nodes),
        "save_to_page_p50_ms": round(statistics.median(taken)),
        "save_to_page_p95_ms": round(sorted(taken)[int(len(taken) * 0.95) - 1]),
        "save_to_page_worst_ms": round(max(taken)),
    }
    for count in (60, 1000):
        larger = _repeated(scenario, count)
        begun = time.perf_counter()
        layout(larger)
        figures[f"layout_{count}_nodes_ms"] = round((time.perf_counter() - begun) * 1000, 1)
    print(json.dumps(figures, indent=1))


def _saves(file: Path, scenario: Scenario, saves: int, home: Path) -> list[float]:
    start = "from server.cli import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", start, "preview", str(file), "--port", "0"],
        cwd=ROOT,
        env={**os.environ, "AUTOPSIE_HOME": str(home), "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        said = process.stdout.readline() if process.stdout else ""
        address = re.findall(r"http://127\.0\.0\.1:\d+", said)[0]
        with sync_playwright() as playwright:
            chromium = shutil.which("chromium") or shutil.which("chromium-browser")
            running = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            page = running.new_page(viewport={"width": 1280, "height": 900})
            page.goto(f"{address}/?in={scenario.languages[0]}&node={scenario.start}")
            taken = _measure(page, file, scenario, saves)
            running.close()
    finally:
        process.terminate()
        process.wait()
    return taken


def _measure(page: Page, file: Path, scenario: Scenario, saves: int) -> list[float]:
    from engine.author.edit import set_text

    language = scenario.languages[0]
    page.evaluate(WATCH)
    taken: list[float] = []
    source = file.read_text(encoding="utf-8")
    told = scenario.nodes[scenario.start].text
    kept = told.in_(language)[0].strip() if told is not None else ""
    for at in range(saves):
        mark = chr(97 + at // 26) + chr(97 + at % 26)  # a digit in prose would be a fault
        said = f"{kept} Un essai-{mark} de plus."
        changed = set_text(source, f"nodes.{scenario.start}.text", language, said)
        time.sleep(0.3 + 0.013 * (at % 5))  # not in step with the watch
        file.write_text(changed, encoding="utf-8")
        begun = time.time() * 1000
        page.locator("#sheet .said", has_text=f"essai-{mark} ").first.wait_for()
        seen = dict(page.evaluate("() => window.seen.map(([mark, when]) => [mark, when]).reverse()"))
        taken.append(seen[mark] - begun)
    return taken


def _repeated(scenario: Scenario, count: int) -> Scenario:
    """The scenario's own graph, again and again, each copy leading to the next."""
    nodes = {}
    at = 0
    while len(nodes) < count:
        for node in scenario.nodes.values():
            moved = json.loads(node.model_dump_json())
            for key in ("to", "otherwise", "if_fails", "solo"):
                if moved.get(key):
                    moved[key] = f"c{at}_{moved[key]}"
            for way in (*moved.get("options", []), *moved.get("cases", [])):
                way["to"] = f"c{at}_{way['to']}"
            moved["id"] = f"c{at}_{node.id}"
            if moved["kind"] == "ending" and len(nodes) + len(scenario.nodes) < count:
                moved = {
                    "id": moved["id"],
                    "line": 1,
                    "kind": "narrative",
                    "to": f"c{at + 1}_{scenario.start}",
                }
            nodes[moved["id"]] = (
                type(node).model_validate(moved) if moved["kind"] == node.kind else _plain(moved)
            )
            if len(nodes) == count:
                break
        at += 1
    return scenario.model_copy(update={"nodes": nodes, "start": f"c0_{scenario.start}", "acts": []})


def _plain(moved: dict[str, object]) -> object:
    from engine.language.schema import NarrativeNode

    return NarrativeNode.model_validate(moved)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "recadrage", int(sys.argv[2]) if len(sys.argv) > 2 else 20)
