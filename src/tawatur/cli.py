"""The command line: parse, call one function, print. Tables in a terminal, JSON lines when piped or asked; messages on stderr.

Heavy modules are imported inside the commands, so that `tawatur --help` answers at once.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tawatur.errors import TawaturError, UsageError
from tawatur.messages import LANGUAGES, say

if TYPE_CHECKING:
    from tawatur.model import Failure
    from tawatur.run.build import Report
    from tawatur.settings import Settings
    from tawatur.store import Record

Row = Mapping[str, Any]
KINDS = ("reuse", "origin", "furniture", "story", "entity", "office", "statement", "fact", "commitment", "event")
RECORD = click.argument("record", type=click.Path(path_type=Path))
PATHS = click.argument("paths", nargs=-1, required=True)
FORMAT = click.option("--format", "form", type=click.Choice(["table", "jsonl", "csv"]), default=None, help="Default: table in a terminal, jsonl when piped.")
LINES = click.option("--format", type=click.Choice(["jsonl"]), default="jsonl", expose_value=False, help="JSON lines, the only form.")
LIMIT = click.option("--limit", type=click.IntRange(1), default=None, help="At most so many rows. Default: 40 in a table, all otherwise.")
ALL = click.option(
    "--all", is_flag=True, expose_value=False, callback=lambda ctx, _, value: ctx.meta.update(all=value), help="Also what people rejected or merged away."
)
TABLE_ROWS = 40


def _keep(ctx: click.Context, param: click.Parameter, value: str | datetime | None) -> None:
    """Keep a setting that a command's option overrides, for `_settings`; days as ISO."""
    if value is not None:
        ctx.meta[f"tawatur.{param.name}"] = value if isinstance(value, str) else value.date().isoformat()


DAY = click.DateTime(["%Y-%m-%d"])
AFTER = click.option(
    "--published-after", type=DAY, metavar="DAY", callback=_keep, expose_value=False, help="Every page is of this ISO day or later: bounds the date of pages that do not state it.",
)
BEFORE = click.option("--published-before", type=DAY, metavar="DAY", callback=_keep, expose_value=False, help="Every page is of this ISO day or earlier.")
MODEL = click.option(
    "--names-model", type=click.Path(exists=True, file_okay=False), callback=_keep, expose_value=False,
    help="Folder with a token-classification model that tags the names; needs tawatur[neural]. Default: the model that ships.",
)


class Group(click.Group):
    """Turns our errors into one line on stderr and exit code 2, never a traceback; a closed pipe ends quietly."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except TawaturError as error:
            click.echo(say(error.code, ctx.params.get("lang", "en"), **error.fields), err=True)
            ctx.exit(2)
        except BrokenPipeError:
            sys.stderr.close()
            ctx.exit(0)
        except KeyboardInterrupt:
            click.echo(say("run.stopped", ctx.params.get("lang", "en")), err=True)
            ctx.exit(130)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", help="Language of messages and headings.")
@click.option("--settings", "settings_file", type=click.Path(path_type=Path), default=None, help="TOML file with limits and sizes (see docs/settings.md).")
@click.version_option(package_name="tawatur")
@click.pass_context
def main(ctx: click.Context, lang: str, settings_file: Path | None) -> None:
    """Read a pile of Arabic news, write a record in which every line can be checked."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    ctx.obj = (lang, settings_file)


def _lang() -> str:
    return str(click.get_current_context().obj[0])


def _settings() -> Settings:
    from tawatur.settings import Settings

    context = click.get_current_context()
    chosen = Settings.from_toml(context.obj[1]) if context.obj[1] else Settings()
    try:
        return replace(chosen, **{name: kept for name in ("names_model", "published_after", "published_before") if (kept := context.meta.get(f"tawatur.{name}"))})
    except ValueError as error:
        raise UsageError("settings.pile", after=context.meta.get("tawatur.published_after", ""), before=context.meta.get("tawatur.published_before", "")) from error


@main.command()
@PATHS
@click.option("-o", "--out", type=click.Path(path_type=Path), required=True, help="The record: one file, made when it does not exist.")
@click.option("--max-failures", type=click.IntRange(0), default=0, help="Exit 0 up to so many failed documents.")
@AFTER
@BEFORE
@MODEL
@click.option("--anew", is_flag=True, help="Derive everything again from the stored bytes first: what rests on the dates of documents that people re-dated.")
@click.option("--quiet", is_flag=True, help="No progress.")
@click.pass_context
def build(ctx: click.Context, paths: tuple[str, ...], out: Path, max_failures: int, anew: bool, quiet: bool) -> None:
    """Read PATHS (files, folders, globs, -) into a record. Run again, it adds only what is new."""
    from tawatur.run.build import build as build_record
    from tawatur.run.progress import Shown, Silent

    with (Silent() if quiet or not sys.stderr.isatty() else Shown(_lang())) as progress:
        report = build_record(paths, out, _settings(), progress, anew)
    _complain(report.failures)
    _summary(report, out)
    ctx.exit(1 if len(report.failures) > max_failures else 0)


def _summary(report: Report, out: Path) -> None:
    click.echo(say("build.done", _lang(), added=report.added, known=report.known, failed=len(report.failures), out=out), err=True)


def _complain(failures: Iterable[Failure]) -> int:
    """Each failure as one JSON line on stderr. Returns how many."""
    from tawatur.export.files import jsonl

    count = 0
    for failure in failures:
        click.echo(jsonl(_failure_row(failure.doc, failure.source, failure.stage, failure.code, failure.fields)), err=True)
        count += 1
    return count


def _failure_row(doc: str, source: str, stage: str, code: str, fields: Mapping[str, str]) -> dict[str, str]:
    message = say(code, _lang(), **{"doc": doc, "source": source, **fields})
    return {"doc": doc, "source": source, "stage": stage, "error": code, "message": message}


@main.command()
@PATHS
@LINES
@AFTER
@BEFORE
@MODEL
@click.pass_context
def annotate(ctx: click.Context, paths: tuple[str, ...]) -> None:
    """Print every document's layers, one JSON line a document, in input order."""
    from tawatur import api
    from tawatur.export.files import jsonl
    from tawatur.layers import document_row
    from tawatur.model import Failure

    failed = 0
    for doc in api.annotate(paths, _settings()):
        if isinstance(doc, Failure):
            failed += _complain([doc])
        else:
            click.echo(jsonl(document_row(doc)))
    ctx.exit(1 if failed else 0)


@main.command()
@PATHS
@LINES
@AFTER
@BEFORE
@MODEL
@click.option("--only", type=click.Choice(KINDS), default=None, help="Findings of one kind.")
@click.pass_context
def compare(ctx: click.Context, paths: tuple[str, ...], only: str | None) -> None:
    """Print what the documents say together, one JSON line a finding."""
    from tawatur import api
    from tawatur.export.files import jsonl
    from tawatur.model import Failure

    failed = 0
    for row in api.compare(paths, _settings()):
        if isinstance(row, Failure):
            failed += _complain([row])
        elif only in (None, row["kind"]):
            click.echo(jsonl(row))
    ctx.exit(1 if failed else 0)


def _open(path: Path) -> Record:
    from tawatur.store import open_record

    context = click.get_current_context()
    return context.with_resource(open_record(path, everything=context.meta.get("all", False)))


def _show(kind: str, rows: Iterable[Row], form: str | None, limit: int | None) -> None:
    """Print rows in the chosen form; a table says how many more there are."""
    from tawatur.export import files, terminal

    form = form or ("table" if sys.stdout.isatty() else "jsonl")
    if form == "table":
        every = iter(rows)
        terminal.print_table(kind, list(islice(every, limit or TABLE_ROWS)), _lang(), more=sum(1 for _ in every))
    else:
        (files.write_csv if form == "csv" else files.write_jsonl)(islice(rows, limit), sys.stdout)


@main.command()
@RECORD
@FORMAT
@LIMIT
@ALL
@click.option("--from", "first", default=None, metavar="DATE", help="Only what ends on or after this date (ISO).")
@click.option("--to", "last", default=None, metavar="DATE", help="Only what begins on or before this date (ISO).")
@click.option("--about", default=None, metavar="WORDS", help="Only entries whose words hold all of these (any spelling).")
@click.option("--min-origins", type=click.IntRange(1), default=1, help="Only entries with at least so many independent origins.")
def timeline(record: Path, form: str | None, limit: int | None, first: str | None, last: str | None, about: str | None, min_origins: int) -> None:
    """Dated events in order, each with its date's precision, witnesses and place."""
    rows = (
        row
        for row in _open(record).findings("event")
        if row["origins"] >= min_origins
        and (first is None or (row["date"]["latest"] or "9999") >= first)
        and (last is None or (row["date"]["earliest"] or "0000") <= last)
        and _about(row["title"], about)
    )
    _show("event", sorted(rows, key=lambda row: (row["date"]["earliest"] or "9999", row["date"]["latest"] or "9999")), form, limit)


def _speaks(speaker: Row, words: str) -> bool:
    """Whether a speaker is called so on the page, or since a person decided it."""
    return _about(speaker["text"], words) or _about(speaker.get("name", ""), words)


def _about(text: str, words: str | None) -> bool:
    """Whether folded `text` holds every word of `words`."""
    from tawatur.arabic import fold

    return words is None or all(word in fold(text).text for word in fold(words).text.split())


@main.command()
@RECORD
@FORMAT
@LIMIT
@ALL
@click.option("--speaker", default=None, metavar="WORDS", help="Only speakers whose name holds these words (any spelling).")
@click.option("--act", type=click.Choice(["say", "deny", "demand", "commit", "ask"]), default=None, help="Only this kind of act.")
@click.option("--by", type=click.Choice(["page", "speaker", "date", "chain"]), default="page", help="Order of the rows. Default: as the pages came.")
@click.option("--same", is_flag=True, help="Only statements that several documents carry, with the words that differ.")
def statements(record: Path, form: str | None, limit: int | None, speaker: str | None, act: str | None, by: str, same: bool) -> None:
    """Who said what, through whom: the chain from the page inwards to the speaker."""
    from tawatur.run.chains import ORDERS, chained

    opened = _open(record)
    if same:
        _show("same", (row for row in opened.findings("statement") if speaker is None or _about(row["speaker"], speaker)), form, limit)
        return
    rows = (
        row for row in chained(opened) if act in (None, row["act"]) and (speaker is None or (row["speaker"] is not None and _speaks(row["speaker"], speaker)))
    )
    _show("statement", rows if by == "page" else sorted(rows, key=ORDERS[by]), form, limit)


@main.command()
@RECORD
@FORMAT
@LIMIT
@ALL
@click.option("--verdict", type=click.Choice(["agree", "update", "contradict", "single"]), default=None, help="Only this verdict.")
def facts(record: Path, form: str | None, limit: int | None, verdict: str | None) -> None:
    """What sources agree on, update, contradict."""
    _show("fact", (row for row in _open(record).findings("fact") if verdict in (None, row["verdict"])), form, limit)


@main.command()
@RECORD
@FORMAT
@LIMIT
@ALL
@click.option("--due", default=None, metavar="DATE", help="Only deadlines that begin with this (2021, 2021-12, 2021-12-31).")
def commitments(record: Path, form: str | None, limit: int | None, due: str | None) -> None:
    """What was promised, by when, and what was reported of it."""
    _show("commitment", (row for row in _open(record).findings("commitment") if due is None or (row["deadline"] or "").startswith(due)), form, limit)


@main.command()
@RECORD
@FORMAT
@LIMIT
@click.option("--failed", is_flag=True, help="What could not be processed, and why.")
def sources(record: Path, form: str | None, limit: int | None, failed: bool) -> None:
    """The documents of the record: date, outlet, origin; or those that failed."""
    opened = _open(record)
    if failed:
        rows = [_failure_row(f["doc"], f["source"], f["stage"], f["code"], f["fields"]) for f in opened.failures()]
        _show("failure", rows, form, limit)
    else:
        _show("document", opened.documents(), form, limit)


@main.command()
@RECORD
@FORMAT
@LIMIT
def origins(record: Path, form: str | None, limit: int | None) -> None:
    """Where each document's words come from: own reporting, an agency, another document; with the evidence."""
    rows = _open(record).findings("origin")
    if (form or ("table" if sys.stdout.isatty() else "jsonl")) == "table":
        rows = ({**row, "origin": row["origin"] or say("origin.own", _lang())} for row in rows)
    _show("origin", rows, form, limit)


@main.command()
@RECORD
@FORMAT
@LIMIT
@ALL
@click.option("--affair", default=None, metavar="WORDS", help="Only stories of affairs whose title holds all of these words (any spelling), or of the affair with this id.")
def stories(record: Path, form: str | None, limit: int | None, affair: str | None) -> None:
    """Documents on one event, in order of time under their affair; the affair with the most independent origins in one story first."""
    from tawatur.export.stories import by_affair

    rows = (row for row in _open(record).findings("story") if affair in (None, row.get("affair")) or _about(str(row.get("affair_title", row["title"])), affair))
    _show("story", by_affair(rows), form, limit)


@main.command()
@RECORD
@click.argument("a")
@click.argument("b")
@click.option("--format", "form", type=click.Choice(["text", "jsonl", "html"]), default="text", help="Marked text, rows, or one self-contained page.")
@click.option("-o", "--out", type=click.Path(path_type=Path), default=None, help="Write to this file instead of standard output.")
def copies(record: Path, a: str, b: str, form: str, out: Path | None) -> None:
    """The passages that documents A and B share, side by side, with what differs."""
    from tawatur.export.copies import lines, page
    from tawatur.export.files import jsonl
    from tawatur.run.copies import copies as shared

    opened = _open(record)
    rows = shared(opened, a, b)
    if form == "html":
        text = page(rows, opened.document(a), opened.document(b), _lang())
    else:
        text = "\n".join(lines(rows, _lang()) if form == "text" else map(jsonl, rows)) or say("copies.none", _lang())
    if out is None:
        click.echo(text)
    else:
        out.write_text(text, encoding="utf-8")


@main.command()
@RECORD
@click.argument("doc")
@click.option("--layer", "layers", multiple=True, help="Only these layers; may be repeated.")
@click.option("--format", "form", type=click.Choice(["table", "jsonl"]), default=None, help="Default: table in a terminal, jsonl when piped.")
def show(record: Path, doc: str, layers: tuple[str, ...], form: str | None) -> None:
    """One document's text with what was found in it."""
    from tawatur.export.files import jsonl
    from tawatur.export.page import print_page
    from tawatur.layers import SHOWN
    from tawatur.run.holders import on_page

    opened = _open(record)
    about, offices = opened.document(doc), on_page(opened, doc)
    if (form or ("table" if sys.stdout.isatty() else "jsonl")) == "jsonl":
        click.echo(jsonl({**about, "text": opened.text(doc), "layers": {name: list(opened.layer(name, doc)) for name in layers or SHOWN}, "offices": offices}))
        return
    _show("document", [about], "table", 1)
    print_page(opened, doc, layers or SHOWN, click.echo, [] if layers else offices)


@main.command()
@RECORD
@click.argument("query")
@FORMAT
@LIMIT
def search(record: Path, query: str, form: str | None, limit: int | None) -> None:
    """Documents that hold all words of QUERY, in any spelling; "words in quotes" stand together."""
    _show("hit", _open(record).search(query, limit or TABLE_ROWS), form, limit)


@main.command()
@RECORD
@click.option("--format", "form", type=click.Choice(["md", "html", "jsonl"]), default="md", help="Markdown, one self-contained HTML page, or data.")
@click.option("-o", "--out", type=click.Path(path_type=Path), default=None, help="Write to this file instead of standard output.")
@ALL
def brief(record: Path, form: str, out: Path | None) -> None:
    """What happened, who said what through whom, what is disputed, promised, copied; every line with its citation."""
    from tawatur.assemble.brief import build_brief
    from tawatur.export.brief import render
    from tawatur.run.brief import brief_input

    page = render(build_brief(brief_input(_open(record), _lang())), form, _lang())
    if out is None:
        click.echo(page)
    else:
        out.write_text(page, encoding="utf-8")


@main.command()
@RECORD
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Where to listen on this machine. Default: any free port.")
def serve(record: Path, port: int) -> None:
    """Open the record in a browser: read, search, compare, judge. Answers on this machine only, by the address it prints."""
    try:
        from tawatur.run.judged import settle
        from tawatur.serve import serve as serve_record
    except ModuleNotFoundError as error:
        raise UsageError("desk.error.extra", module=error.name) from error
    lang = _lang() if click.get_current_context().parent.get_parameter_source("lang") is click.core.ParameterSource.COMMANDLINE else "ar"  # type: ignore[union-attr]
    serve_record(record, port, lang, click.echo, settle=settle)


@main.command()
@RECORD
@click.option("-o", "--out", type=click.Path(path_type=Path), required=True, help="Folder for the files.")
@click.option("--format", "form", type=click.Choice(["jsonl", "csv"]), default="jsonl", help="One file a table.")
@click.option("--what", multiple=True, metavar="TABLE", help="Only this table (documents, name, fact_findings, judgements …); may be repeated.")
@ALL
def export(record: Path, out: Path, form: str, what: tuple[str, ...]) -> None:
    """Write every table of the record as files."""
    from tawatur.export.files import export as export_record

    for name, count in export_record(_open(record), out, form, what).items():
        click.echo(f"{out / name}\t{count}")


@main.group()
def explain() -> None:
    """Why a layer says what it says."""


@explain.command("times")
@PATHS
@FORMAT
@LIMIT
@click.pass_context
def explain_times_command(ctx: click.Context, paths: tuple[str, ...], form: str | None, limit: int | None) -> None:
    """Every time expression: text, rule, anchor, value, interval."""
    from tawatur import api
    from tawatur.annotate.explain import explain_times
    from tawatur.model import Failure

    failures: list[Failure] = []

    def rows() -> Iterator[Row]:
        for doc in api.annotate(paths, _settings()):
            if isinstance(doc, Failure):
                failures.append(doc)
            else:
                yield from ({"doc": doc.id, **row} for row in explain_times(doc))

    _show("explained", rows(), form, limit)
    ctx.exit(1 if _complain(failures) else 0)


import tawatur.cli_people  # noqa: E402,F401  (names, who, judge)

COMMANDS: Mapping[str, Callable[..., Any]] = main.commands
