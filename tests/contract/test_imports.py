"""Who may import whom: the kernel nothing above it, a step the kernel alone, and so on (docs/architecture.md)."""

import ast
import re
import sys
import tomllib
from pathlib import Path

SRC = Path(__file__).resolve().parents[2] / "src" / "tawatur"
KERNEL = {"model", "layers", "arabic", "numerals", "errors", "settings", "rulebook", "messages", "wording", "rules", "models"}
STEPS = {"read", "clean", "annotate", "compare", "assemble", "store"}
MAY = {
    **dict.fromkeys(STEPS, KERNEL),
    "export": KERNEL | {"store"},
    "serve": KERNEL | {"store"},
    "pipeline": KERNEL | {"clean", "annotate"},
    "run": KERNEL | STEPS | {"pipeline"},
    "evaluate": KERNEL,
}
OF_EXTRAS = {"serve": "serve", "neural": "annotate/name_neural.py"}
"""Optional extra → the folder or file that may import what it brings."""
FREE = {"cli", "cli_people", "api", "__init__", "__main__"}


def part(path: Path) -> str:
    return path.relative_to(SRC).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """The parts of tawatur that a file imports, wherever in the file it does."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names = [f"{node.module}.{alias.name}" for alias in node.names] if node.module == "tawatur" else [node.module or ""]
        found |= {name.split(".")[1] for name in names if name.startswith("tawatur.")}
    return found


def test_nobody_imports_what_it_may_not() -> None:
    wrong = []
    for path in sorted(SRC.rglob("*.py")):
        mine = part(path)
        if mine in FREE:
            continue
        allowed = MAY.get(mine, KERNEL) | {mine, "__version__"}
        wrong += [f"{path.relative_to(SRC)} imports {other}" for other in sorted(imported(path) - allowed)]
    assert wrong == []


def test_every_part_is_known() -> None:
    parts = {part(path) for path in SRC.rglob("*.py")}
    assert parts <= KERNEL | STEPS | FREE | MAY.keys(), "say in this test what the new part may import"


def test_no_arabic_literals_in_code() -> None:
    """Words are data (rules/, messages/); single letters are written by name."""
    wrong = []
    for path in sorted(SRC.rglob("*.py")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if any("\u0600" <= char <= "\u06ff" or "\ufb50" <= char <= "\ufeff" for char in line):
                wrong.append(f"{path.relative_to(SRC)}:{number}")
    assert wrong == []


def test_what_is_imported_is_declared() -> None:
    """Every third-party module that the package imports is a dependency in pyproject.toml (or of the extra it belongs to)."""
    project = tomllib.loads((SRC.parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    def modules(needed: list[str]) -> set[str]:
        return {re.split(r"[<>=\[;]", name)[0].lower().replace("-", "_") for name in needed}

    declared, extras = modules(project["dependencies"]), project["optional-dependencies"]
    wrong = []
    for path in sorted(SRC.rglob("*.py")):
        extra = next((modules(extras[name]) for name, owner in OF_EXTRAS.items() if path.relative_to(SRC).is_relative_to(owner)), set())
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for top in {name.split(".")[0].lower() for name in names} - set(sys.stdlib_module_names) - {"tawatur", "markupsafe"}:
                if top not in declared | extra:
                    wrong.append(f"{path.relative_to(SRC)}: {top}")
    assert wrong == []
