"""Writes requirements.lock: everything the project and its checks need, at exact versions, resolved in a fresh environment. Run by `make lock`."""

import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["project"]["dependencies"], *project["project"]["optional-dependencies"]["dev"], *project["build-system"]["requires"]]
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = str(Path(folder) / "bin" / "python")
        subprocess.run([python, "-m", "pip", "install", "--quiet", *wanted], check=True)
        frozen = subprocess.run([python, "-m", "pip", "freeze", "--all", "--exclude", "pip"], check=True, capture_output=True, text=True).stdout
    head = f"# Written by tools/lock.py (make lock) on Python {sys.version_info.major}.{sys.version_info.minor}; wheels exist for Python 3.11 to 3.13.\n"
    (ROOT / "requirements.lock").write_text(head + frozen, encoding="utf-8")


if __name__ == "__main__":
    main()
