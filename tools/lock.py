"""Writes the lock files at exact versions: requirements.lock (what runs the project), requirements-dev.lock (that, and what checks and trains it),
requirements-neural.lock (what runs it with the extra `neural`, and pytest). Run by `make lock`; with names of files, only these are written.
"""

import re
import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HEAD = f"# Written by tools/lock.py (make lock) on Python {sys.version_info.major}.{sys.version_info.minor}; wheels exist for Python 3.11 to 3.13.\n"

TORCH = "torch==2.13.*"
"""The release whose processor-only wheel pip was told of (PIP_FIND_LINKS, PIP_EXTRA_INDEX_URL): without one, pip on Linux brings CUDA's libraries, gigabytes."""


def main() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"]
    runs = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    checks = [name for name in (*extras["dev"], *extras["serve"], *extras["train"]) if not name.startswith("tawatur")]
    neural = [*extras["neural"], TORCH, *(name for name in extras["dev"] if name.startswith(("pytest", "hypothesis")))]
    files = {"requirements.lock": runs, "requirements-dev.lock": [*runs, *checks], "requirements-neural.lock": [*runs, *neural]}
    for name in sys.argv[1:] or files:
        (ROOT / name).write_text(HEAD + frozen(files[name]), encoding="utf-8")


def frozen(needed: list[str]) -> str:
    """What an environment of its own gets for these requirements. A build's local mark (torch 2.13.0+cpu) is left out: it says where the wheel was found."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = str(Path(folder) / "bin" / "python")
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *needed], check=True)
        out = subprocess.run([python, "-m", "pip", "freeze", "--all", "--exclude", "pip"], check=True, capture_output=True, text=True).stdout
    return re.sub(r"(==[^+\n]+)\+\w+$", r"\1", out, flags=re.MULTILINE)


if __name__ == "__main__":
    main()
