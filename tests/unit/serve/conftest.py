"""A record of the examples and of hostile rows, opened by the desk."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_client import HOSTILE, PORT, ROOT, TOKEN, Client

from tawatur.run.build import build
from tawatur.serve.app import create_app
from tawatur.settings import Settings
from tawatur.store.desk_open import Desk, make


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk")
    (folder / "hostile.jsonl").write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in HOSTILE), encoding="utf-8")
    build([str(ROOT / "examples"), str(folder / "hostile.jsonl")], folder / "affair.tawatur", Settings(workers=1))
    make(folder / "affair.tawatur", folder / "affair.tawatur-desk")
    return folder / "affair.tawatur"


@pytest.fixture
def record(made: Path, tmp_path: Path) -> Path:
    path = tmp_path / "affair.tawatur"
    for name in (made.name, f"{made.name}-desk"):
        (tmp_path / name).write_bytes((made.parent / name).read_bytes())
    return path


@pytest.fixture
def desk(record: Path) -> Iterator[Desk]:
    opened = Desk(record)
    yield opened
    opened.close()


@pytest.fixture
def client(desk: Desk) -> Client:
    return Client(create_app(desk, TOKEN, PORT))
