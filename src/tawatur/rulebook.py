"""Loads, checks and compiles rule files; the only reader of rules/. Words and rules are data, matched on the folded view.

A rule file (rules/NAME.toml) holds any of:
  [words.CLASS]          KEY = ["form", "form two"]       a word class: each key's forms, folded on loading
  [[rule]]               id, match, value = {…}, yes = […], no = […], note
  [[anything]]           further tables, read by the module that owns the file through `Rulebook.tables`
`match` is a regular expression over the folded view in which `{CLASS}` stands for the forms of a word class (a named group: CLASS, then
CLASS_2, CLASS_3 …), `{:CLASS}` for the same without a group, and a space for any run of white space. It matches whole words.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from tawatur.arabic import folded
from tawatur.errors import RuleError


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its id is stored with every hit, so it is never renamed. Every `yes` must match, no `no` may."""

    id: str
    match: str
    value: Mapping[str, Any]
    yes: tuple[str, ...]
    no: tuple[str, ...]
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class Rulebook:
    """A rule file, compiled. `words[cls][key]` are folded forms, longest first; `key_of[cls][form]` is the way back."""

    name: str
    words: Mapping[str, Mapping[str, tuple[str, ...]]]
    key_of: Mapping[str, Mapping[str, str]]
    rules: tuple[Rule, ...]
    tables: Mapping[str, Any]

    def any_of(self, cls: str) -> str:
        """The alternation of a class's forms, longest first, for use inside a larger expression (no group)."""
        return _alternation(self.key_of[cls])


@cache
def load(name: str) -> Rulebook:
    """rules/`name`.toml, compiled. Raises RuleError naming the file and what is wrong."""
    file = f"{name}.toml"
    try:
        raw = tomllib.loads(_read(file))
    except tomllib.TOMLDecodeError as error:
        raise RuleError("rule.form", file=file, reason=error) from error
    key_of: dict[str, dict[str, str]] = {}
    words: dict[str, dict[str, tuple[str, ...]]] = {}
    for cls, table in raw.pop("words", {}).items():
        forms: dict[str, str] = {}
        for key, entries in table.items():
            for form in map(folded, entries):
                if forms.setdefault(form, key) != key:
                    raise RuleError("rule.form", file=file, reason=f"{form!r} is both {forms[form]!r} and {key!r} in words.{cls}")
        key_of[cls] = forms
        words[cls] = {key: tuple(sorted(dict.fromkeys(map(folded, entries)), key=len, reverse=True)) for key, entries in table.items()}
    rules = tuple(_compile(row, key_of, file) for row in raw.pop("rule", []))
    if len({rule.id for rule in rules}) != len(rules):
        raise RuleError("rule.form", file=file, reason="two rules have one id")
    return Rulebook(name, words, key_of, rules, raw)


@cache
def table(name: str) -> tuple[Mapping[str, str], ...]:
    """rules/`name`.csv as rows by column name. Fields are as written, not folded."""
    return tuple(csv.DictReader(_read(f"{name}.csv").splitlines()))


def _read(file: str) -> str:
    try:
        return resources.files("tawatur.rules").joinpath(file).read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise RuleError("rule.form", file=file, reason="no such file") from error


def _alternation(forms: Mapping[str, str]) -> str:
    ordered = sorted(forms, key=lambda form: (-len(form), form))
    return "(?:" + "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in ordered) + ")"


_SLOT = re.compile(r"\{(:?)([a-z_]+)\}")


_SYNTAX = re.compile(r"(\\.|\(\?P[<=])")


def _folded_pattern(match: str) -> str:
    """A pattern's letters folded, its escapes and group names left as they are (folding lowers capitals, and \\W is not \\w)."""
    return "".join(part if i % 2 else folded(part) for i, part in enumerate(_SYNTAX.split(match)))


def _compile(row: dict[str, Any], key_of: Mapping[str, Mapping[str, str]], file: str) -> Rule:
    if not {"id", "match", "yes", "no"} <= row.keys():
        raise RuleError("rule.form", file=file, reason=f"rule {row.get('id')!r} needs id, match, yes and no")
    seen: dict[str, int] = {}

    def slot(found: re.Match[str]) -> str:
        silent, cls = found[1], found[2]
        if cls not in key_of:
            raise RuleError("rule.form", file=file, reason=f"rule {row['id']!r} uses the unknown word class {cls!r}")
        if silent:
            return _alternation(key_of[cls])
        seen[cls] = seen.get(cls, 0) + 1
        group = cls if seen[cls] == 1 else f"{cls}_{seen[cls]}"
        return f"(?P<{group}>{_alternation(key_of[cls])})"

    source = _SLOT.sub(slot, _folded_pattern(row["match"]).replace(" ", r"\s+"))
    try:
        pattern = re.compile(rf"(?<!\w)(?:{source})(?!\w)")
    except re.error as error:
        raise RuleError("rule.form", file=file, reason=f"rule {row['id']!r}: {error}") from error
    return Rule(row["id"], row["match"], row.get("value", {}), tuple(row["yes"]), tuple(row["no"]), pattern)
