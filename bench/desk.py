"""How fast the desk answers, page by page, and what it does under load: `python bench/desk.py RECORD [--seconds 60] [--clients 20]`.

Starts `tawatur serve RECORD`, asks every page with many different filters, prints median, 95th percentile and largest size a page, then lets so many
clients walk through the desk at once. Aims: 95 % of the pages within 100 ms (search 150 ms) and 300 KB; no error under load.
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import json
import statistics
import subprocess
import sys
import threading
import time
from collections import defaultdict
from pathlib import Path
from urllib.parse import quote, urlsplit


class Client:
    """One kept connection to the desk."""

    def __init__(self, address: str, serving: int = 0) -> None:
        self.serving = serving
        parts = urlsplit(address)
        self.token = parts.query.removeprefix("token=")
        self.port = parts.port or 0
        self.open()

    def open(self) -> None:
        self.link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def get(self, path: str) -> tuple[int, bytes, float]:
        """Status, body, milliseconds."""
        began = time.perf_counter()
        try:
            self.link.request("GET", path, headers={"cookie": f"tawatur_{self.port}={self.token}", "accept": "text/html"})
            answer = self.link.getresponse()
            body = answer.read()
        except (http.client.HTTPException, OSError):
            self.link.close()
            self.open()
            return 0, b"", 0.0
        return answer.status, body, (time.perf_counter() - began) * 1000

    def cpu(self) -> float:
        """Milliseconds of processor time that the desk's threads have taken so far; 0 where the system does not tell. What a busy machine hardly changes."""
        return sum(int(task.read_text().split()[0]) for task in Path(f"/proc/{self.serving}/task").glob("*/schedstat")) / 1e6

    def json(self, path: str) -> dict:
        return json.loads(self.get(path)[1])


def addresses(client: Client, each: int) -> dict[str, list[str]]:
    """Different addresses of every page, made of what the record holds."""
    stories = [s["href"] for page in (1, 2) for s in client.json(f"/stories.json?page={page}")["stories"]][:each]
    longest = max((d for page in range(1, 4) for d in client.json(f"/sources.json?page={page}")["documents"]), key=lambda d: d["characters"])["href"]
    names = [n for page in (1, 2) for n in client.json(f"/names.json?page={page}")["names"]][:each]
    outlets = [o["name"] for o in client.json("/sources.json")["outlets"]][:6]
    docs = [d["href"] for page in range(1, 8) for d in client.json(f"/sources.json?page={page * 7}")["documents"]][:each]
    facts = client.json("/facts.json")["rows"]
    pairs = client.json("/compare.json")["suggestions"]
    words = [quote(n["name"]) for n in names]
    return {
        "overview": ["/"] * each,
        "timeline": ["/timeline", *(f"/timeline?page={n}" for n in range(2, 12)), *(f"/timeline?about={w}" for w in words[:10]), *(f"/timeline?outlet={quote(o)}" for o in outlets)],
        "stories": ["/stories", *(f"/stories?page={n}" for n in range(2, 10)), *(f"/stories?about={w}" for w in words[:6]), *(f"/stories?outlet={quote(o)}" for o in outlets)],
        "story": stories,
        "strip": ["/strip.json", *(f"/strip.json?about={w}" for w in words[:10])],
        "statements": ["/statements", *(f"/statements?page={n * 5}" for n in range(1, 10)), *(f"/statements?words={w}" for w in words[:10]), *(f"/statements?outlet={quote(o)}" for o in outlets)],
        "facts": ["/facts", *(f"/facts?page={n}" for n in range(2, 12)), *(f"/facts?outlet={quote(o)}" for o in outlets), *(f"/facts?about={w}" for w in words[:8]), "/facts?state=single"],
        "fact": [row["href"] for row in facts],
        "commitments": ["/commitments", "/commitments?order=date", *(f"/commitments?page={n}" for n in range(2, 6))],
        "names": ["/names", *(f"/names?words={w}" for w in words[:10]), "/names?type=PER", "/names?type=LOC"],
        "name": [n["href"] for n in names],
        "network": ["/network?size=500", "/network.json?size=500", "/network?size=250", "/network.json?size=120&type=PER"],
        "sources": ["/sources", *(f"/sources?outlet={quote(o)}" for o in outlets)],
        "compare": ["/compare", *(p["href"] for p in pairs)],
        "document": [*docs, longest],
        "search": [f"/search?q={w}" for w in words] + [f"/search?q={quote(q)}" for q in ("في", "قال OR أعلن", '"الأمم المتحدة"', "سور* NOT روسيا", "NEAR(رئيس حكومة, 5)")] + [f"/search?q={words[0]}&layer={layer}" for layer in ("statement", "name")] + [f"/search?q={w}&exact=1" for w in (*words[:6], quote("في"))],
        "queue": ["/queue", *(f"/queue?page={n}" for n in range(2, 8))],
        "judgements": ["/judgements"],
    }  # fmt: skip


def figures(client: Client, pages: dict[str, list[str]], rounds: int) -> bool:
    """Print the figures of every page. Returns whether all are within the aims."""
    good = True
    print(f"{'page':12} {'asked':>6} {'median ms':>10} {'p95 ms':>8} {'slowest':>8} {'p95 CPU ms':>11} {'largest KB':>11}  slowest address")
    for name, every in pages.items():
        took: list[tuple[float, str]] = []
        size, work = 0, list[float]()
        for _, path in itertools.product(range(rounds), every):
            before = client.cpu()
            status, body, ms = client.get(path)
            work.append(client.cpu() - before)
            good &= status == 200
            took.append((ms, path))
            size = max(size, len(body))
        times = sorted(ms for ms, _ in took)
        p95, cpu = (sorted(of)[max(-(-len(of) * 95 // 100) - 1, 0)] for of in (times, work))
        good &= p95 <= (150 if name == "search" else 100) and (size <= 300_000 or name in ("network", "strip"))
        print(f"{name:12} {len(times):6} {statistics.median(times):10.1f} {p95:8.1f} {times[-1]:8.1f} {cpu:11.1f} {size / 1000:11.1f}  {max(took)[1][:70]}")
    return good


def load(address: str, pages: dict[str, list[str]], clients: int, seconds: float) -> bool:
    """So many clients at once, each walking through all pages from another place. Returns whether nothing failed."""
    every = [path for paths in pages.values() for path in paths]
    until = time.monotonic() + seconds
    counts: dict[int, int] = defaultdict(int)
    took: list[float] = []
    lock = threading.Lock()

    def walk(start: int) -> None:
        client = Client(address)
        for path in itertools.cycle(every[start:] + every[:start]):
            if time.monotonic() > until:
                return
            status, _, ms = client.get(path)
            with lock:
                counts[status] += 1
                took.append(ms)

    threads = [threading.Thread(target=walk, args=(n * len(every) // clients,)) for n in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times = sorted(took)
    print(f"\nload: {clients} clients, {seconds:.0f} s: {len(times)} answers ({len(times) / seconds:.0f}/s), statuses {dict(counts)}, median {statistics.median(times):.0f} ms, p95 {times[len(times) * 95 // 100]:.0f} ms")
    return set(counts) == {200}


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("record")
    given.add_argument("--seconds", type=float, default=60)
    given.add_argument("--clients", type=int, default=20)
    given.add_argument("--rounds", type=int, default=2)
    options = given.parse_args()
    began = time.perf_counter()
    serving = subprocess.Popen([sys.executable, "-m", "tawatur", "serve", options.record], stdout=subprocess.PIPE, text=True)
    try:
        assert serving.stdout
        address = serving.stdout.readline().strip()
        client = Client(address, serving.pid)
        client.get("/")
        first = time.perf_counter() - began
        while (said := client.json("/state"))["partial"]:
            time.sleep(0.2)
        print(f"first page after {first:.1f} s, whole after {time.perf_counter() - began:.1f} s; {said['documents']} documents\n")
        pages = addresses(client, 30)
        good = figures(client, pages, options.rounds)
        good &= options.seconds <= 0 or load(address, pages, options.clients, options.seconds)
    finally:
        serving.terminate()
        serving.wait(10)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
