"""Frozen settings, read once from TOML at the edge and passed down. No globals, no environment reads elsewhere."""

from __future__ import annotations

import dataclasses
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tawatur.errors import ReadError


@dataclass(frozen=True, slots=True)
class Settings:
    """Limits on foreign bytes and the size of the work. Sizes in bytes unless the name says characters.

    `max_bytes` one file that is one document; `max_line` one input row; `max_text` characters of one document's text; `max_expansion` how many times
    larger a compressed file may grow; `first_year` and `last_year` bound a stated publication date (the tool has no clock);
    `published_after` and `published_before` ISO days between which every page of the pile was published, as far as its owner knows ("" = not known): they
    bound the date of a page that does not state it; `shard` documents a transaction; `workers` 0 = one per core; `names_model` a folder with a token-classification model that tags the names (needs `tawatur[neural]`; "" = the
    model that ships), `names_batch` sentences it reads at once; `week_country` the country (ISO 3166: "EG") whose week and weekend are meant where neither
    a page's outlet nor its dateline tells one ("" = the ISO week).
    """

    max_bytes: int = 32 * 2**20
    max_line: int = 16 * 2**20
    max_text: int = 4_000_000
    max_expansion: int = 200
    max_html_depth: int = 256
    first_year: int = 1900
    last_year: int = 2100
    shard: int = 128
    workers: int = 0
    published_after: str = ""
    published_before: str = ""
    names_model: str = ""
    names_batch: int = 16
    week_country: str = ""

    @staticmethod
    def from_toml(path: Path) -> Settings:
        """The settings in a file; what it does not name keeps its default. Raises ReadError for an unknown name or a wrong type."""
        try:
            raw = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise ReadError("settings.form", path=path, reason=error) from error
        wanted = {field.name: type(field.default) for field in dataclasses.fields(Settings)}
        for name, value in raw.items():
            if type(value) is not wanted.get(name) or (isinstance(value, int) and value < 0):
                raise ReadError("settings.form", path=path, reason=f"{name} = {value!r}")
        try:
            return Settings(**raw)
        except ValueError as error:
            raise ReadError("settings.form", path=path, reason=error) from error

    def __post_init__(self) -> None:
        """Raises ValueError for bounds of the pile that are no ISO days or in the wrong order, and for a country that is no ISO 3166 code."""
        if self.week_country and not (len(self.week_country) == 2 and self.week_country.isascii() and self.week_country.isupper()):
            raise ValueError(f"week_country = {self.week_country!r}")
        first, last = self.pile
        if first and last and first > last:
            raise ValueError(f"published_after = {self.published_after!r} is later than published_before = {self.published_before!r}")

    @property
    def pile(self) -> tuple[date | None, date | None]:
        """The days between which every page was published, both inclusive; None where not known."""
        first, last = (date.fromisoformat(day) if day else None for day in (self.published_after, self.published_before))
        return first, last
