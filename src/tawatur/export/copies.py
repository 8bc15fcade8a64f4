"""Two documents' shared passages for reading: marked text in a terminal, and one HTML page, right to left, that loads nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from tawatur.export.terminal import safe
from tawatur.messages import say
from tawatur.wording import visible

Row = Mapping[str, Any]


def lines(rows: Iterable[Row], lang: str) -> Iterator[str]:
    """Each passage as two marked texts: [-only in the first-], {+only in the second+}."""
    for row in rows:
        places = [f"{row[side]['doc']}#{row[side]['start']}-{row[side]['end']}" for side in ("a", "b")]
        yield say("copies.passage", lang, a=places[0], b=places[1], percent=round(100 * row["likeness"]))
        yield "  " + safe(" ".join(map(_marked, row["pieces"])))
        yield ""


def _marked(piece: Row) -> str:
    gone, come = piece["a"], piece["b"]
    match piece["kind"]:
        case "same":
            return str(gone)
        case "changed":
            return f"[-{gone}-] {{+{come}+}}"
        case "missing":
            return f"[-{gone}-]"
        case _:
            return f"{{+{come}+}}"


def page(rows: Sequence[Row], a: Row, b: Row, lang: str) -> str:
    """The HTML page: `a` and `b` are rows of documents."""
    environment = Environment(loader=PackageLoader("tawatur.export"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["visible"] = visible
    style = resources.files("tawatur.export").joinpath("templates/copies.css").read_text(encoding="utf-8")
    direction = "rtl" if lang == "ar" else "ltr"
    template = environment.get_template("copies.html.j2")
    return template.render(rows=rows, a=a, b=b, lang=lang, direction=direction, style=style, t=lambda key, **fields: say(f"copies.{key}", lang, **fields))
