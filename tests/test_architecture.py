"""The rules of the house that a machine can check: who imports whom, what is named, what is pinned."""

from __future__ import annotations

import ast
import importlib
import inspect
import logging
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LAYERS = ("tools", "engine", "server")
VERBS = ("reproduce", "perturb", "attribute", "probe", "retrain", "visualise", "discover", "compare")


def sources() -> Iterator[Path]:
    for layer in LAYERS:
        yield from sorted((ROOT / layer).rglob("*.py"))


def tracked_texts() -> Iterator[tuple[Path, str]]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False).stdout
    names = [name for name in listed.decode().split("\0") if name]
    if not names:
        pytest.skip("not a git checkout")
    for name in names:
        file = ROOT / name
        if file.is_file():
            content = file.read_bytes()
            if b"\0" not in content:
                yield Path(name), content.decode("utf-8", "replace")


def kinds(package: str) -> list[str]:
    """The names of the plain, public modules of a package; none where the package does not exist yet."""
    folder = ROOT.joinpath(*package.split("."))
    return sorted(file.stem for file in folder.glob("*.py") if not file.stem.startswith("_"))


def run_apart(code: str) -> str:
    """What the code prints, in a Python of its own where nothing is imported yet."""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_imports_go_down_only() -> None:
    from importlinter.cli import lint_imports

    known = [each for each in logging.Logger.manager.loggerDict.values() if isinstance(each, logging.Logger)]
    try:
        assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0
    finally:
        for each in known:  # the linter sets logging up anew and silences them for every test after this one
            each.disabled = False


@pytest.mark.parametrize(
    "what",
    [
        "from server.cli import run; assert run(['--help']) == 0",
        "from server.cli import run; assert run(['check', 'recadrage']) == 0",
        "from server.cli import run; assert run(['subjects']) == 0",
        "from server.cli import run; assert run(['doctor']) == 0",
        "import server.run",
        "import tools.catalogue as c; [c.tools_of(verb) for verb in c.VERBS]; c.subjects(); c.cases()",
    ],
)
def test_starts_without_torch_and_without_the_other_slow_ones(what: str) -> None:
    slow = ("torch", "scipy", "skimage", "langgraph", "matplotlib")
    told = run_apart(f"import sys\n{what}\nprint('SLOW', sorted(set({slow!r}) & set(sys.modules)))")
    assert told.splitlines()[-1] == "SLOW []"


def test_the_command_line_alone_needs_no_web_framework() -> None:
    told = run_apart(
        "import sys\nfrom server.cli import run\nrun(['--help'])\n"
        "print('WEB', sorted({'fastapi', 'starlette', 'sqlmodel', 'numpy', 'PIL'} & set(sys.modules)))"
    )
    assert told.splitlines()[-1] == "WEB []"


@pytest.mark.parametrize("verb", VERBS)
def test_each_tool_file_holds_one_documented_and_tested_tool(verb: str) -> None:
    from tools.tool import Tool

    for name in kinds(f"tools.{verb}"):
        module = importlib.import_module(f"tools.{verb}.{name}")
        tools = [
            one
            for one in public_classes(module)
            # A base that several tools share names no method of its own.
            if issubclass(one, Tool) and not inspect.isabstract(one) and hasattr(one, "method")
        ]
        if not tools:  # what tools of this verb share; it would be dead if none used it
            assert is_used(f"tools.{verb}.{name}"), f"nothing uses tools/{verb}/{name}.py"
            continue
        assert len(tools) == 1, f"tools/{verb}/{name}.py must hold exactly one public tool"
        tool = tools[0]
        assert vars(tool).get("__doc__"), f"{tool.__name__} has no docstring"
        assert (tool.verb, tool.method) == (verb, name)
        assert all((tool.title.fr, tool.title.en, tool.about.fr, tool.about.en))
        assert tool.results, f"{name} declares no result"
        must_be_tested(name, "tools")


def is_used(module: str) -> bool:
    package, _, name = module.rpartition(".")
    used = re.compile(rf"^\s*from ({module} import|{package} import .*\b{name}\b)", re.MULTILINE)
    return any(used.search(file.read_text(encoding="utf-8")) for file in sources())


def test_each_subject_file_holds_one_documented_and_tested_subject() -> None:
    assert kinds("tools.subjects")
    for name in kinds("tools.subjects"):
        module = importlib.import_module(f"tools.subjects.{name}")
        assert module.__doc__
        assert module.CARD.name == name
        assert all((module.CARD.title.fr, module.CARD.about.fr, module.CARD.title.en, module.CARD.about.en))
        assert inspect.getdoc(module.load), f"{name}.load has no docstring"
        must_be_tested(name, "tools")


def test_each_node_kind_file_holds_one_documented_and_tested_kind() -> None:
    from engine.nodes import NodeKind

    assert kinds("engine.nodes")
    for name in kinds("engine.nodes"):
        only_public_class(importlib.import_module(f"engine.nodes.{name}"), NodeKind)
        must_be_tested(name, "engine")


def test_each_guide_backend_file_holds_one_documented_and_tested_backend() -> None:
    for name in kinds("engine.guide.backends"):
        module = importlib.import_module(f"engine.guide.backends.{name}")
        assert module.__doc__
        assert len(public_classes(module)) == 1
        must_be_tested(name, "engine")


def public_classes(module: ModuleType) -> list[type]:
    return [
        each
        for name, each in vars(module).items()
        if inspect.isclass(each) and each.__module__ == module.__name__ and not name.startswith("_")
    ]


def only_public_class(module: ModuleType, contract: type) -> type:
    found = [each for each in public_classes(module) if issubclass(each, contract)]
    assert len(found) == 1, f"{module.__name__} must hold exactly one public {contract.__name__}"
    assert vars(found[0]).get("__doc__"), f"{found[0].__name__} has no docstring"
    assert module.__doc__, f"{module.__name__} has no docstring"
    return found[0]


def must_be_tested(name: str, layer: str) -> None:
    word = re.compile(rf"(?<![a-z]){name}(?![a-z])")
    tests = [*(ROOT / "tests" / layer).rglob("test_*.py"), *(ROOT / "tests" / "cli").rglob("test_*.py")]
    assert any(word.search(file.read_text(encoding="utf-8")) for file in tests), f"no test speaks of {name}"


def test_one_idea_a_file() -> None:
    long = {str(file.relative_to(ROOT)): count for file in sources() if (count := lines_of(file)) > 450}
    assert not long, f"cut these in two: {long}"


def lines_of(file: Path) -> int:
    return len(file.read_text(encoding="utf-8").splitlines())


def test_every_module_says_what_it_is() -> None:
    silent = [
        str(file.relative_to(ROOT))
        for file in sources()
        if (text := file.read_text(encoding="utf-8")).strip() and ast.get_docstring(ast.parse(text)) is None
    ]
    assert not silent


def test_test_files_have_different_names_and_no_packages() -> None:
    names = Counter(file.name for file in (ROOT / "tests").rglob("test_*.py"))
    assert [name for name, count in names.items() if count > 1] == []
    assert list((ROOT / "tests").rglob("__init__.py")) == []


def test_no_file_names_a_path_of_a_machine_or_a_registry() -> None:
    # Spelt in parts, so that this file does not name them either.
    parts = [
        "pypi org",
        "files pythonhosted org",
        "registry npmjs org",
        "deb debian org",
        "download pytorch org",
    ]
    hosts = [".".join(part.split()) for part in parts]
    paths = [rf"(?<![\w.])/{top}/\w" for top in ("work", "root", "home")]
    forbidden = re.compile("|".join([*map(re.escape, hosts), *paths]))
    named = [
        f"{name}:{number}"
        for name, text in tracked_texts()
        for number, line in enumerate(text.splitlines(), 1)
        if forbidden.search(line)
    ]
    assert not named


def test_the_lock_pins_every_dependency_and_names_no_address() -> None:
    pins = read_pins("requirements.lock")
    assert names_in(PROJECT["project"]["dependencies"]) <= pins.keys()
    assert not [name for name in pins if name.startswith(("nvidia", "cuda", "triton"))]
    dev = pins | read_pins("requirements-dev.lock")
    assert names_in(PROJECT["project"]["optional-dependencies"]["dev"]) - {"autopsie"} <= dev.keys()
    # What is optional comes with the tests, and with nobody's plain installation.
    assert optional_names() <= dev.keys() - pins.keys()


def names_in(requirements: list[str]) -> set[str]:
    return {plain(re.split(r"[<>=!~;\[ ]", one)[0]) for one in requirements}


def optional_names() -> set[str]:
    extras = PROJECT["project"]["optional-dependencies"]
    return {name for extra, needed in extras.items() if extra != "dev" for name in names_in(needed)}


def read_pins(name: str) -> dict[str, str]:
    pins = {}
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#") or line == "-r requirements.lock":
            continue
        assert re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.!]+", line), f"{name}: not a plain pin: {line}"
        package, _, version = line.partition("==")
        pins[plain(package)] = version
    return pins


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_what_is_imported_is_declared() -> None:
    declared = names_in(PROJECT["project"]["dependencies"]) | optional_names()
    # What these bring with them by contract: FastAPI is Starlette, SQLModel is SQLAlchemy, and so on.
    declared |= {
        "starlette",
        "sqlalchemy",
        "langgraph-checkpoint",
        "langchain-core",
        "markupsafe",
        "pydantic-core",
    }
    dists = packages_distributions()
    undeclared = {
        f"{file.relative_to(ROOT)}: {top}"
        for file in sources()
        for top in imported(file)
        if top not in sys.stdlib_module_names
        and top not in LAYERS
        and not {plain(dist) for dist in dists.get(top, [])} & declared
    }
    assert not undeclared


def imported(file: Path) -> set[str]:
    tops = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            tops |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            tops.add(node.module.partition(".")[0])
    return tops


def test_the_packages_are_those_of_the_architecture() -> None:
    packages = {file.parent.name for file in ROOT.glob("*/__init__.py")}
    assert packages == {*LAYERS, "training"}  # scripts on top of tools, which nothing imports
    for folder in ("scenarios", "web", "tests", "docs"):
        assert (ROOT / folder).is_dir()


def test_the_architecture_page_names_files_that_exist() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = set(
        re.findall(r"\b(?:tools|engine|server|web|scenarios|tests)/[\w/]+\.(?:py|html|json|js|yaml)\b", page)
    )
    assert named
    assert [name for name in sorted(named) if not (ROOT / name).is_file()] == []
