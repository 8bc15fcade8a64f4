"""The grammar of beginnings and ends, quarters, decades, seasons, feasts, the same and the vague: periods around the dates of `time_dates`. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from tawatur.annotate import time_calendar as cal
from tawatur.annotate.time_clock import part_of_day
from tawatur.annotate.time_dates import DAYS, bare_unit, date_at, year_only
from tawatur.annotate.time_grammar import month_date, said_year, unit_period
from tawatur.annotate.time_lengths import counted
from tawatur.annotate.time_months import Hit, direction_at, era_end
from tawatur.annotate.time_words import Stream, context, gap_words, not_after
from tawatur.layers import Expression

_WORD_AFTER = re.compile(r" (\w+)")


def modified(s: Stream, i: int) -> Hit | None:
    """The end of the year, the beginning of last month, mid-May: the modifier stands inside."""
    mod = s.get(i, "mod")
    if mod == "MID" and s.near(i + 1) and s.get(i + 1, "part") == "NI":
        return _midnight(s, i)
    if mod is None or s.article(i) or not (s.near(i + 1) or s.gap(i + 1) in gap_words("of")):
        return None
    if (nth := context("nth_of").get(s.view[s.tokens[i].start : s.tokens[i].end])) and s.near(i + 1):
        unit = s.get(i + 1, "one")
        if unit in ("D", "W", "M") and s.bare(i + 1) and not s.article(i + 1):
            return _numbered(s, i, unit, int(nth), i + 2)
        if mod == "END" and (last := counted(s, i + 1)) is not None:
            return last._replace(start=s.tokens[i].start)
    if mod == "END" and s.near(i + 1) and (week := unit_period(s, i + 1)) is not None and week.said.unit == "W":
        numbered = numbered_unit(s, i + 1) if week.rule == "time.unit_bare" else None
        if numbered is None:
            return _weekend(s, i, week)
        return Hit(replace(numbered.said, mod=mod), s.tokens[i].start, numbered.end, numbered.next, "time.modified")
    inner = (
        date_at(s, i + 1)
        or bare_unit(s, i + 1, ("Y", "M", "W", "CE"))
        or _year_after_mod(s, i + 1)
        or portion(s, i + 1)
        or decade(s, i + 1)
        or century(s, i + 1)
    )
    if inner is None or inner.said.kind in DAYS or (inner.said.day is not None) or s.tokens[i + 1].reading.prep:
        return None
    return Hit(replace(inner.said, mod=mod), s.tokens[i].start, inner.end, inner.next, "time.modified")


def _year_after_mod(s: Stream, i: int) -> Hit | None:
    """The end of 2016: the year's number alone."""
    if not s.get(i, "digits") or s.word_after(s.tokens[i].end) in context("counted"):
        return None
    hit = year_only(s, i)
    return hit if hit is not None and (hit.said.year or 0) >= 1900 else None


def _midnight(s: Stream, i: int) -> Hit | None:
    """Midnight, of a day where one is said."""
    if s.article(i):
        return None
    start, j = s.tokens[i].start, i + 1
    if (inner := part_of_day(s, j)) is not None and inner.said.part == "NI" and inner.rule == "time.part":
        return Hit(replace(inner.said, part=None, clock="00:00"), start, inner.end, inner.next, "time.midnight")
    if not s.article(j):
        return None
    return Hit(Expression("TIME", "time", clock="00:00"), start, s.tokens[j].end, j + 1, "time.midnight")


def _weekend(s: Stream, i: int, week: Hit) -> Hit:
    """The end of a week is its weekend, with the word for "holiday" where it stands before."""
    said = replace(week.said, unit="WE") if week.said.kind == "unit" else replace(week.said, mod="END")
    start = s.tokens[i].start
    head = s.word_before(start)
    holiday = next((head[cut:] for cut in range(3) if head[cut:] in context("weekend")), None)
    return Hit(said, s.view.rindex(holiday, 0, start) if holiday and s.bare(i) else start, week.end, week.next, "time.weekend")


def portion(s: Stream, i: int) -> Hit | None:
    """The second quarter, the first half of a year."""
    unit = s.get(i, "portion")
    if unit is None or not s.article(i) or not s.near(i + 1) or not s.article(i + 1):
        return None
    number = s.get(i + 1, "ordinal")
    last = s.get(i + 1, "dir") == "recent"
    number = int(number) if number else (4 if unit == "Q" else 2) if last else None
    if number is None or number > (4 if unit == "Q" else 2):
        return None
    start, end, j = s.tokens[i].start, s.tokens[i + 1].end, i + 2
    if s.gap(j) in gap_words("of") or s.gap(j) == "":
        inner = century(s, j) or said_year(s, j) or bare_unit(s, j) or year_only(s, j) or (month_date(s, j) if s.gap(j) else None)
        if inner is not None and (inner.said.unit == "CE" or inner.said.month is not None or inner.rule == "time.century"):
            mod = "START" if number == 1 else "END"
            return Hit(replace(inner.said, mod=mod), start, inner.end, inner.next, "time.portion")
        if inner is not None and not (inner.rule == "time.unit_bare" and s.gap(j) == ""):
            return Hit(Expression("DATE", "unit", unit=unit, number=number, of=inner.said), start, inner.end, inner.next, "time.portion")
    return Hit(Expression("DATE", "unit", unit=unit, number=number), start, end, j, "time.portion") if unit == "Q" else None


def decade(s: Stream, i: int) -> Hit | None:
    """The nineties (of the last century)."""
    tens = s.get(i, "decade_plural")
    if tens is None:
        return None
    start, end, j = s.tokens[i].start, s.tokens[i].end, i + 1
    if re.match(r" (\w+) (\w+)", s.view[end : end + 24]) and any(word in context("life") for word in s.view[end : end + 24].split()[:2]):
        return None
    century_of = 19
    if s.gap(j) in ("", *gap_words("of")) and (inner := century(s, j) or unit_period(s, j)) is not None and inner.said.unit == "CE":
        said = inner.said
        if said.kind == "unit" and said.shift is not None:
            century_of = 20 + said.shift
        end, j = inner.end, inner.next
    elif s.gap(j) in ("", *gap_words("of")) and (numbered := century(s, j)) is not None and numbered.said.value is not None:
        century_of, end, j = int(numbered.said.value), numbered.end, numbered.next
    era = _WORD_AFTER.match(s.view, end)
    if era is not None and len(era[1]) > 1 and context("era").get(era[1]) == "gregorian":
        end = era.end()
        j = s.skip(j, end)
    return Hit(Expression("DATE", "value", value=f"{century_of}{int(tens) // 10}"), start, end, j, "time.decade")


def century(s: Stream, i: int) -> Hit | None:
    """The eleventh century: its value is the two digits of its years."""
    if s.get(i, "one") != "CE" or not s.article(i) or not (s.near(i + 1) or s.get(i + 1, "al")):
        return None
    k = i + 2 if s.get(i + 1, "al") else i + 1
    found = s.number(k)
    if found is None or found[0].value not in range(1, 23):
        return None
    end, era = era_end(s, found[0].end)
    number = int(found[0].value)
    first = cal.gregorian_century(number) if era == "hijri" else number - 1
    value = f"{'BC' if era == 'bc' else ''}{first:02d}"
    return Hit(Expression("DATE", "value", value=value), s.tokens[i].start, end, s.skip(found[1], end), "time.century")


def millennium(s: Stream, i: int) -> Hit | None:
    """The third millennium before Christ: its value is the first digit of its years."""
    if s.get(i, "scale") != 1000 or not s.article(i) or not s.near(i + 1) or (found := s.number(i + 1)) is None or not found[0].ordinal:
        return None
    end, era = era_end(s, found[0].end)
    if era != "bc" or found[0].value > 9:
        return None
    return Hit(Expression("DATE", "value", value=f"BC{int(found[0].value) - 1}"), s.tokens[i].start, end, s.skip(found[1], end), "time.century")


def numbered_unit(s: Stream, i: int) -> Hit | None:
    """The first week of February, the last day of the month, the third month of the year."""
    unit = s.get(i, "one")
    if unit not in ("D", "W", "M") or not s.article(i) or not s.near(i + 1) or not s.article(i + 1) or s.gap(i + 2) not in gap_words("from"):
        return None
    last = s.get(i + 1, "dir") == "recent"
    number = s.number(i + 1)
    if not last and (number is None or not number[0].ordinal):
        return None
    if last or number is None:
        return _numbered(s, i, unit, -1, i + 2)
    return _numbered(s, i, unit, int(number[0].value), number[1])


def _numbered(s: Stream, i: int, unit: str, count: int, j: int) -> Hit | None:
    """The `count`-th unit, begun at token i, of the month or year that "of" joins at token j."""
    if s.gap(j) not in gap_words("from") or s.tokens[j].reading.cut:
        return None
    inner = month_date(s, j) or said_year(s, j) or bare_unit(s, j)
    if inner is None or not (inner.said.kind == "date" or inner.said.unit in ("Y", "M")):
        return None
    return Hit(Expression("DATE", "unit", unit=f"{unit}N", number=count, of=inner.said), s.tokens[i].start, inner.end, inner.next, "time.numbered_unit")


def season(s: Stream, i: int) -> Hit | None:
    """Summer 2017, last winter, this spring."""
    said = s.get(i, "season")
    if said is None:
        return None
    start, j = s.tokens[i].start, i + 1
    head = s.word_before(s.tokens[i].begin)
    if s.bare(i) and any(form in context("season_head") for form in (head, head[1:])):
        start = s.view.rindex(next(form for form in (head, head[1:]) if form in context("season_head")), 0, start)
    k = j
    step = direction_at(s, j) if s.near(j) else None
    if step is not None and s.article(i):
        return Hit(Expression("DATE", "unit", unit=said, shift=step, direction=step), start, s.tokens[j].end, j + 1, "time.season")
    if s.get(i - 1, "demo") == "this" and s.article(i) and s.near(i):
        return Hit(Expression("DATE", "unit", unit=said, shift=0, direction=0), s.tokens[i - 1].start, s.tokens[i].end, j, "time.season")
    if s.gap(k) not in ("", *gap_words("of")) or s.article(i):
        return None
    inner = said_year(s, k) or year_only(s, k) or bare_unit(s, k)
    if inner is None or (inner.said.unit not in (None, "Y")) or inner.rule == "time.unit_bare":
        return None
    return Hit(Expression("DATE", "unit", unit=said, of=inner.said), start, inner.end, inner.next, "time.season")


def vague_moment(s: Stream, i: int) -> Hit | None:
    """Now, recently, earlier (this month): a reference without a date, or the unit it is said of."""
    token = s.tokens[i]
    value = s.get(i, "ref")
    if value == "MOMENT":
        value = "PRESENT_REF" if s.word_before(token.begin) in context("until_now") else None
    if value and not (value == "FUTURE_REF" and s.word_after(token.end) in gap_words("from") and s.view[token.end] == " "):
        return Hit(Expression("DATE", "value", value=value), token.start, token.end, i + 1, "time.reference")
    if s.get(i, "then"):
        return Hit(Expression("DATE", "same", shift=0), token.start, token.end, i + 1, "time.then")
    if s.get(i, "one") == "H" and s.get(i + 1, "moment_adjective") in ("LATE", "EARLY") and s.near(i + 1) and not token.reading.article:
        return _some_time(s, i)
    if not s.get(i, "moment") or not s.near(i + 1):
        return None
    if s.get(i, "moment") == "time":
        return _some_time(s, i)
    if (hit := period_same(s, i)) is not None:
        return hit
    key = s.get(i + 1, "period_adjective")
    if key is None or not token.reading.article or not s.bare(i + 1):
        return None
    return Hit(Expression("DATE", "value", value=key), token.start, s.tokens[i + 1].end, i + 2, "time.reference")


def _some_time(s: Stream, i: int) -> Hit | None:
    key = s.get(i + 1, "moment_adjective")
    if key is None or (key == "PRESENT_REF") != s.article(i) or s.article(i) != s.article(i + 1):
        return None
    start, end, j = s.tokens[i].start, s.tokens[i + 1].end, i + 2
    if s.gap(j) in ("", *gap_words("of")):
        inner = part_of_day(s, j) or date_at(s, j) or (bare_unit(s, j) if s.gap(j) else None)
        if inner is not None and not s.tokens[j].reading.cut and (s.gap(j) or inner.said.kind in ("day", "weekday", "unit")):
            return Hit(inner.said, start, inner.end, inner.next, "time.some_time_of")
    if key in ("LATE", "EARLY"):
        return None
    return Hit(Expression("DATE", "value", value=key), start, end, j, "time.reference")


def feast(s: Stream, i: int) -> Hit | None:
    """The feast of fast-breaking, of sacrifice, where the words before or after make it a time."""
    token = s.tokens[i]
    found = _WORD_AFTER.match(s.view, token.end)
    key = context("feast_tail").get(found[1]) if found and not token.reading.article else None
    if found is None or key is None:
        return None
    end = found.end()
    blessed = _WORD_AFTER.match(s.view, end)
    if blessed and blessed[1] in context("blessed"):
        end = blessed.end()
    j = s.skip(i + 1, end)
    step = direction_at(s, j) if s.between(end, j) == "" else None
    if step is None and not s.preceded(token.begin, context("feast_cue")):
        return None
    if step is not None:
        end, j = s.tokens[j].end, j + 1
    month, day, days = map(int, key.split())
    return Hit(Expression("DATE", "date", month=month, day=day, number=days, hijri=True, direction=step), token.start, end, j, "time.feast")


def same_period(s: Stream, i: int) -> Hit | None:
    """The same period of last year; the same day, the same month."""
    if s.get(i, "demo") != "same" or not s.near(i + 1) or s.article(i):
        return None
    unit = s.get(i + 1, "one")
    if (hit := _same_of(s, i, i + 1)) is not None:
        return hit
    if unit in ("Y", "M", "W", "D") and s.article(i + 1):
        return Hit(Expression("DATE", "same", unit=unit, shift=0), s.tokens[i].start, s.tokens[i + 1].end, i + 2, "time.same")
    return None


def period_same(s: Stream, i: int) -> Hit | None:
    """The same, with its word after: the period itself of last year."""
    if not s.article(i) or not s.near(i + 1) or not s.get(i + 1, "same"):
        return None
    return _same_of(s, i, i + 1)


def _same_of(s: Stream, i: int, last: int) -> Hit | None:
    """The period that "the same …" (tokens i to `last`) is of."""
    j = last + 1
    if s.gap(j) not in gap_words("from") or s.tokens[j].reading.cut or not any(s.get(k, "one") or s.get(k, "moment") for k in (i, last)):
        return None
    inner = date_at(s, j) or bare_unit(s, j)
    return None if inner is None else Hit(inner.said, s.tokens[i].start, inner.end, inner.next, "time.same_of")


def future(s: Stream, i: int) -> Hit | None:
    """The (near) future."""
    if s.get(i, "future") is None or s.preceded(s.tokens[i].begin, not_after("party")):
        return None
    end, j = s.tokens[i].end, i + 1
    found = _WORD_AFTER.match(s.view, end)
    if found and found[1] in context("near_far"):
        end = found.end()
        j = s.skip(j, end)
    elif s.word_before(s.tokens[i].begin) not in context("into") or s.get(i, "future") == "near":
        return None
    return Hit(Expression("DATE", "value", value="FUTURE_REF"), s.tokens[i].start, end, j, "time.reference")


def in_the_past(s: Stream, i: int) -> Hit | None:
    """In the past: the adjective alone after "in"."""
    if s.get(i, "dir") not in ("past", "before") or not s.bare(i) or s.word_before(s.tokens[i].begin) not in context("into"):
        return None
    return Hit(Expression("DATE", "value", value="PAST_REF"), s.tokens[i].start, s.tokens[i].end, i + 1, "time.reference")


def bare_year(s: Stream, i: int) -> Hit | None:
    """A year that only its place shows: in 2014, since 2014, 2014-2015, (2014)."""
    token = s.tokens[i]
    text = s.view[token.start : token.end]
    if len(text) > 4 or not text.isdecimal():
        return None
    end, era = era_end(s, token.end)
    if era == "bc":
        return Hit(Expression("DATE", "date", year=-int(text)), token.start, end, s.skip(i + 1, end), "time.year_bare")
    if len(text) != 4:
        return None
    if era == "gregorian" and int(text) < 1800 and not s.preceded(token.begin, context("year_cue")):
        return None  # metres
    if era is not None and 1300 <= int(text) <= 2100:
        return Hit(Expression("DATE", "date", year=int(text), hijri=era == "hijri"), token.start, end, s.skip(i + 1, end), "time.year_bare")
    if not 1900 <= int(text) <= 2100:
        return None
    if s.word_after(token.end) in context("counted") and s.view[token.end : token.end + 1] == " ":
        return None
    before, after = s.view[max(0, token.begin - 1) : token.begin], s.view[token.end : token.end + 1]
    if (
        (before == "/" and not _ranged(s, i))
        or before in (".", ":", ",")
        or after == ":"
        or (after == "/" and not _ranged(s, i))
        or (after in (".", ",") and s.view[token.end + 1 : token.end + 2].isdecimal())
    ):
        return None
    cue = (s.preceded(token.begin, context("year_cue")) and not _counts(s, i)) or (before == "(" and after == ")") or _for_year(s, i)
    ranged = _ranged(s, i)
    if not (cue or ranged):
        return None
    return Hit(Expression("DATE", "date", year=int(text)), token.start, end, s.skip(i + 1, end), "time.year_bare")


def _for_year(s: Stream, i: int) -> bool:
    """Whether a lone "for" is attached to the number, and no noun is counted: the budget for 2016."""
    begin = s.tokens[i].begin
    return s.view[begin - 2 : begin] == " \u0644" and not _counts_noun(s, i)


def _counts(s: Stream, i: int) -> bool:
    """Whether a number after a preposition counts the noun that follows it at once: up to 1920 samples."""
    return s.preceded(s.tokens[i].begin, context("year_cue_weak")) and _counts_noun(s, i)


def _counts_noun(s: Stream, i: int) -> bool:
    end = s.tokens[i].end
    if s.view[end : end + 1] != " ":
        return False
    word = s.word_after(end)
    return bool(word) and word not in context("after_year") and not word.startswith(("\u0627\u0644", "\u0648")) and not word[0].isdecimal()


def _wide(s: Stream, j: int) -> bool:
    """Whether two blanks part token j from the one before: what a tatweel used as a dash leaves."""
    return s.view[s.tokens[j - 1].end : s.tokens[j].begin] == "  "


def _ranged(s: Stream, i: int) -> bool:
    """Whether a year beside it, joined by a dash or "and", makes this one."""
    for j, gap in ((i - 1, s.gap(i)), (i + 1, s.gap(i + 1))):
        if 0 <= j < s.count and gap in ("-", "\u2013", "/", "", "\u0648", *gap_words("to")) and s.get(j, "digits"):
            other = s.view[s.tokens[j].start : s.tokens[j].end]
            if len(other) == 4 and other.isdecimal() and 1900 <= int(other) <= 2100 and (gap or _wide(s, max(i, j))):
                return True
    return (
        s.get(i - 1, "and") is not None
        and s.near(i)
        and s.get(i - 2, "digits") is not None
        and s.view[s.tokens[i - 2].start : s.tokens[i - 2].end].startswith(("19", "20"))
    )
