"""Writes the generated pages, docs/commands.md and docs/layers.md, from the code they describe. A test holds that they are fresh."""

import dataclasses
import inspect
import json
from pathlib import Path

import click

from tawatur import layers
from tawatur.cli import COMMANDS, main
from tawatur.settings import Settings

DOCS = Path(__file__).resolve().parents[1] / "docs"
VALUES = (layers.Region, layers.Time, layers.Name, layers.Quantity, layers.Statement, layers.Commitment)


def commands_page() -> str:
    """Help of every command, as the terminal prints it."""
    parts = ["# Commands\n\nWritten by `make docs` from the commands' own help. What they print is fixed by the contract in [rows.md](rows.md).\n"]
    top = _context("tawatur", main, None)
    parts.append(_help(top))
    for name, command in sorted(COMMANDS.items()):
        context = _context(name, command, top)
        parts.append(f"## tawatur {name}\n\n{_help(context)}")
        for inner, sub in sorted(getattr(command, "commands", {}).items()):
            parts.append(f"### tawatur {name} {inner}\n\n{_help(_context(inner, sub, context))}")
    return "\n".join(parts)


def _context(name: str, command: click.Command, parent: click.Context | None) -> click.Context:
    return click.Context(command, parent, info_name=name, terminal_width=100, max_content_width=100, **command.context_settings)


def _help(context: click.Context) -> str:
    return f"```\n{context.get_help()}\n```\n"


def layers_page() -> str:
    """Each layer's value type: its docstring and fields."""
    parts = ["# Layers\n\nWritten by `make docs` from `tawatur.layers`. Offsets are half-open code points of the document's text.\n"]
    for value in VALUES:
        name = value.__name__.lower()
        fields = "\n".join(f"- `{field.name}`: {field.type}" for field in dataclasses.fields(value))
        parts.append(f"## {name}\n\n{inspect.cleandoc(value.__doc__ or '')}\n\n{fields}\n")
    return "\n".join(parts)


def settings_page() -> str:
    """Each setting with its default."""
    fields = "\n".join(f"{field.name} = {json.dumps(field.default)}" for field in dataclasses.fields(Settings))
    text = inspect.cleandoc(Settings.__doc__ or "")
    return f"# Settings\n\nWritten by `make docs`. A TOML file given as `tawatur --settings FILE`; what it does not name keeps its default.\n\n{text}\n\n```toml\n{fields}\n```\n"


PAGES = {"commands.md": commands_page, "layers.md": layers_page, "settings.md": settings_page}


def write() -> None:
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    write()
