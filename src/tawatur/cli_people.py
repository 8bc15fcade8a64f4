"""Who is who, and deciding it: `tawatur names`, `who`, `judge`. cli.py imports this file last, so that the commands are there."""

from __future__ import annotations

import copy
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from tawatur.cli import ALL, FORMAT, LIMIT, RECORD, _about, _lang, _open, _show, main
from tawatur.errors import UsageError
from tawatur.messages import say

Row = dict[str, Any]


@main.command()
@RECORD
@FORMAT
@LIMIT
@ALL
@click.option("--class", "cls", type=click.Choice(["PER", "LOC", "ORG", "MISC"]), default=None, help="Only this class.")
@click.option("--review", is_flag=True, help="Only names that may be another's (`judge same` or `different`), and offices whose holder is in doubt.")
def names(record: Path, form: str | None, limit: int | None, cls: str | None, review: bool) -> None:
    """People, organisations and places, with their spellings and offices."""
    opened = _open(record)
    every = (row for kind in (("entity", "office") if review else ("entity",)) for row in opened.findings(kind))
    rows = (row for row in every if cls in (None, row["type"]) and (not review or row["similar"]))
    if review and (form or ("table" if sys.stdout.isatty() else "jsonl")) == "table":
        held = list(rows)
        _show("review", [*_pairs(row for row in held if row["kind"] == "entity"), *_posts(row for row in held if row["kind"] == "office")], "table", limit)
    else:
        _show("entity", rows, form, limit)


def _pairs(rows: Iterable[Row]) -> list[Row]:
    """Each pair of names that may be one, once, the likeliest first; with the ids that `judge` takes."""
    named = {row["entity"]: row for row in rows}
    pairs = {
        tuple(sorted((entity, like["entity"]))): {
            "name": row["name"], "id": entity[:8], "other": named[like["entity"]]["name"], "other_id": like["entity"][:8], "type": row["type"], "score": like["score"],
            "why": like["why"],
        }
        for entity, row in named.items()
        for like in row["similar"]
        if like["entity"] in named
    }  # fmt: skip
    return sorted(pairs.values(), key=lambda pair: (-pair["score"], pair["id"], pair["other_id"]))


def _posts(rows: Iterable[Row]) -> Iterator[Row]:
    """Places that say an office without a name, each with who may hold it and the page that names him."""
    for row in rows:
        cited = row["named"][0]
        for place in row["similar"]:
            at = f"{place['doc']}#{place['start']}-{place['end']}"
            why = f"{place['rule']}: {cited['text']} ({cited['doc']}, {cited['date'] or '?'})"
            yield {"name": place["text"], "id": at, "other": row["name"], "other_id": row["target"][:15], "type": row["type"], "score": place["score"], "why": why}


@main.command()
@RECORD
@click.argument("name")
@FORMAT
@LIMIT
@ALL
def who(record: Path, name: str, form: str | None, limit: int | None) -> None:
    """The people, organisations or places called NAME, in any spelling; and where a person is meant by the office held then."""
    from tawatur.run.holders import with_offices

    opened = _open(record)
    found = [row for row in opened.findings("entity") if any(_about(spelling, name) for spelling in (row["name"], *row["spellings"]))]
    if not found:
        raise UsageError("who.none", name=name)
    _show("who", with_offices(opened, found), form, limit)


class Told(click.Command):
    """A command whose help is in the messages, in the reader's language: `help.<command>` and `help.<command>.<option>`."""

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help as click does, with the words filled in."""
        lang = str(ctx.find_root().params.get("lang") or "en")
        here = copy.copy(self)
        here.help, here.params = say(f"help.{self.name}", lang), [copy.copy(param) for param in self.params]
        for param in here.params:
            if isinstance(param, click.Option) and param.help is None:
                param.help = say(f"help.{self.name}.{param.name}", lang)
        super(Told, here).format_help(ctx, formatter)


@main.command(cls=Told)
@RECORD
@click.argument("act", required=False)
@click.argument("what", nargs=-1)
@click.option("--by", default=None, metavar="WHO")
@click.option("--why", default=None, metavar="TEXT")
@click.option("--list", "listing", is_flag=True)
@click.option("--from", "batch", default=None, metavar="FILE")
@FORMAT
@LIMIT
def judge(
    record: Path, act: str | None, what: tuple[str, ...], by: str | None, why: str | None, listing: bool, batch: str | None, form: str | None, limit: int | None
) -> None:
    """Decide what the record is to say: who is who, what is right, what is not. Appended, undone, kept through builds."""
    from tawatur.run.judge import judge as decide
    from tawatur.run.judge import listed, load
    from tawatur.store.judged_items import all_laid

    if listing:
        _show("judgement", _worded(listed(_open(record))), form, limit)
    elif batch is not None:
        with click.open_file(batch, encoding="utf-8") as lines:
            new, known = load(record, _rows(lines), by)
        click.echo(say("judge.loaded", _lang(), new=new, known=known), err=True)
    elif act is None:
        raise UsageError("judge.act", act="", known="--list, --from")
    else:
        done = decide(record, act, *what, by=by, why=why)
        opened = _open(record)
        _show("judgement", _worded(row for row in listed(opened) if row["n"] == done.n), form, limit)
        if done.act == "redate" and done.target.startswith("document:"):
            click.echo(say("judge.redated", _lang()), err=True)
        if not all_laid(opened.base):
            click.echo(say("judge.waits", _lang()), err=True)


def _worded(rows: Iterator[Row]) -> Iterator[Row]:
    """The state of each in the reader's language beside its code."""
    return ({**row, "says": say(f"judge.state.{row['state']}", _lang(), n=row["by_n"] or row["undoes"] or "")} for row in rows) if sys.stdout.isatty() else rows


def _rows(lines: Any) -> Iterator[Row]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            if not isinstance(row, dict):
                raise ValueError("not an object")
        except ValueError as error:
            raise UsageError("judge.row", number=number, reason=error) from error
        yield row
