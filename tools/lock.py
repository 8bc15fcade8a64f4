"""Writes requirements.lock (what runs the project) and requirements-dev.lock (that, and what checks and trains it) at exact versions. Run by `make lock`."""

import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HEAD = f"# Written by tools/lock.py (make lock) on Python {sys.version_info.major}.{sys.version_info.minor}; wheels exist for Python 3.11 to 3.13.\n"


def main() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"]
    needed = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    checking = [name for name in (*extras["dev"], *extras["serve"], *extras["train"]) if not name.startswith("tawatur")]
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = str(Path(folder) / "bin" / "python")
        for name, wanted in (("requirements.lock", needed), ("requirements-dev.lock", checking)):
            subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *wanted], check=True)
            frozen = subprocess.run([python, "-m", "pip", "freeze", "--all", "--exclude", "pip"], check=True, capture_output=True, text=True).stdout
            (ROOT / name).write_text(HEAD + frozen, encoding="utf-8")


if __name__ == "__main__":
    main()
