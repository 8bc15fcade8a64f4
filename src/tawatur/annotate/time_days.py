"""The grammar of weekdays and of days counted from now: Thursday last, yesterday (Monday), the day before yesterday. Pure; no date is resolved here."""

from __future__ import annotations

from dataclasses import replace

from tawatur.annotate.time_grammar import beyond, day_month, numeric_date, unit_period
from tawatur.annotate.time_months import Hit, direction_at
from tawatur.annotate.time_words import Stream, context, gap_words, not_after
from tawatur.layers import Expression

_OPENING, _CLOSING = '"\u00ab\u201c\u201d\u2018(', '"\u00bb\u201c\u201d\u2019)'


def weekday_date(s: Stream, i: int) -> Hit | None:
    """A weekday, with "day" before it, an adjective or a full date after it."""
    start, k = s.tokens[i].start, i
    if s.get(i, "one") == "D":
        k = i + 1
        if not s.near(k) or s.article(i):
            return None
    day = s.get(k, "weekday")
    if day is None or (k == i and s.preceded(start, not_after("weekday"))) or _is_number(s, k):
        return None
    said = Expression("DATE", "weekday", weekday=day)
    end, j = s.tokens[k].end, k + 1
    if (far := beyond(s, j)) is not None:
        said, end, j = replace(said, direction=far[0] // 2, shift=far[0] // 2), s.tokens[far[1] - 1].end, far[1]
    elif s.near(j) and (step := direction_at(s, j)) is not None:
        said, end, j = replace(said, direction=step), s.tokens[j].end, j + 1
    elif s.near(j) and s.get(j, "dir") in ("next", "before"):
        said, end, j = replace(said, direction=1 if s.get(j, "dir") == "next" else -1), s.tokens[j].end, j + 1
    hit = Hit(said, start, end, j, "time.weekday")
    return _of_week(s, hit) or dated_weekday(s, hit)


def _of_week(s: Stream, hit: Hit) -> Hit | None:
    """A weekday of the coming week, of this one."""
    week = unit_period(s, hit.next) if hit.said.direction is None and s.gap(hit.next) in gap_words("from") else None
    if week is None or week.said.kind != "unit" or week.said.unit != "W" or week.rule == "time.unit_bare":
        return None
    return Hit(replace(hit.said, of=week.said), hit.start, week.end, week.next, hit.rule)


def _is_number(s: Stream, k: int) -> bool:
    """Whether Monday is "two" in a number such as thirty-two."""
    return s.near(k + 1) and bool(s.get(k + 1, "tens")) and s.tokens[k + 1].reading.conj and s.article(k + 1)


def dated_weekday(s: Stream, hit: Hit) -> Hit:
    """A weekday that a date follows at once: one expression."""
    if hit.next >= s.count or s.gap(hit.next) not in ("", "\u060c", ","):
        return hit
    date = numeric_date(s, hit.next) if s.get(hit.next, "digits") else None
    date = date or day_month(s, hit.next)
    if date is None or date.rule == "time.day_shared":
        return hit
    return Hit(replace(date.said, weekday=hit.said.weekday, shift=hit.said.shift), hit.start, date.end, date.next, "time.weekday_date")


def day_from_now(s: Stream, i: int) -> Hit | None:
    """Today, yesterday, tomorrow and the days beyond, with the weekday that stands beside them."""
    hit = _plain_day(s, i)
    if hit is None:
        return None
    return apposition(s, hit)


def _plain_day(s: Stream, i: int) -> Hit | None:
    token = s.tokens[i]
    if s.get(i, "one") == "D" and token.reading.article:
        if (
            s.preceded(token.begin, not_after("today"))
            or is_quoted(s.view, token.begin, token.end)
            or context("not_before").get(s.word_after(token.end)) == "today"
            or (s.near(i + 1) and s.article(i + 1) and s.get(i + 1, "ordinal"))
        ):
            return None
        if s.word_before(token.begin) in context("nowadays"):
            return Hit(Expression("DATE", "value", value="PRESENT_REF"), token.start, token.end, i + 1, "time.reference")
        return Hit(Expression("DATE", "day", shift=0), token.start, token.end, i + 1, "time.today")
    if s.get(i, "one") == "D" and s.near(i + 1) and s.get(i + 1, "relday") is not None:
        return Hit(Expression("DATE", "day", shift=s.get(i + 1, "relday")), token.start, s.tokens[i + 1].end, i + 2, "time.yesterday")
    shift = s.get(i, "relday")
    if shift is None or context("not_before").get(s.word_after(token.end)) == "yesterday":
        return None
    if shift == -1 and s.near(i + 1) and s.article(i + 1) and s.get(i + 1, "ordinal") == 1:
        return Hit(Expression("DATE", "day", shift=-2), token.start, s.tokens[i + 1].end, i + 2, "time.day_beyond")
    return Hit(Expression("DATE", "day", shift=shift), token.start, token.end, i + 1, "time.yesterday")


def is_quoted(view: str, start: int, end: int) -> bool:
    """Whether a word stands alone in quotation marks, or after a lone preposition: a newspaper's name."""
    before, after = view[max(0, start - 3) : start], view[end : end + 1]
    return (before[-1:] in _OPENING and after in _CLOSING and after != "") or before == " \u0644 "


def _of(s: Stream, i: int) -> bool:
    """Whether "of" or nothing parts token i from the one before."""
    gap = s.gap(i)
    return gap == "" or gap in gap_words("of")


def day_beyond(s: Stream, i: int) -> Hit | None:
    """The day before yesterday, the day after tomorrow."""
    k = i + 1
    shift = s.get(k, "relday")
    if shift is None or not _of(s, k) or s.tokens[k].reading.cut:
        return None
    if s.get(i, "ordinal") == 1 and shift == -1:
        return apposition(s, Hit(Expression("DATE", "day", shift=-2), s.tokens[i].start, s.tokens[k].end, k + 1, "time.day_beyond"))
    if s.get(i, "side") == "after" and shift == 1:
        return apposition(s, Hit(Expression("DATE", "day", shift=2), s.tokens[i].start, s.tokens[k].end, k + 1, "time.day_beyond"))
    return None


def apposition(s: Stream, hit: Hit) -> Hit:
    """A day from now with its weekday: yesterday, Monday; today (Thursday)."""
    j = hit.next
    gap = s.gap(j)
    if gap not in ("", "(", "\u060c", ",", "-"):
        return hit
    day = s.get(j, "weekday")
    if day is None and gap == "" and s.get(j, "digits"):
        return dated_weekday(s, hit)
    if day is None or s.tokens[j].reading.cut:
        return hit
    end, k = s.tokens[j].end, j + 1
    if gap == "(":
        if s.view[end : end + 1] != ")":
            return hit
        return Hit(replace(hit.said, weekday=day), hit.start, end + 1, k, hit.rule)
    if gap and s.near(k) and s.get(k, "dir"):
        return hit
    joined = dated_weekday(s, Hit(replace(hit.said, weekday=day), hit.start, end, k, hit.rule))
    return joined
