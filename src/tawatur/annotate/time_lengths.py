"""The grammar of amounts of time and of repetitions: 24 hours, three weeks, some days; daily, every Friday. Pure."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from tawatur.annotate.time_clock import part_of_day
from tawatur.annotate.time_dates import bare_unit, date_at, is_day
from tawatur.annotate.time_grammar import is_feminine
from tawatur.annotate.time_months import Hit
from tawatur.annotate.time_words import Stream, context, gap_words
from tawatur.layers import Expression

_OF_LIFE = re.compile(r" (\w+) (\w+)")
_WORD_AFTER = re.compile(r" (\w+)")
_NO_RATE = frozenset({"dir", "same", "ordinal", "side", "digits", "weekday", "al", "demo", "year_kind", "moment", "relday", "slip"})
_QUOTED = ("\u00ab", '"', "\u201c")
_LENGTH = {"Y": "P{}Y", "M": "P{}M", "W": "P{}W", "D": "P{}D", "N": "P{}D", "DE": "P{}DE", "CE": "P{}CE", "H": "PT{}H", "MIN": "PT{}M", "S": "PT{}S"}
_SMALLER = {"Y": ("M", 12), "H": ("MIN", 60), "D": ("H", 24), "DE": ("Y", 10), "CE": ("Y", 100), "MIN": ("S", 60), "M": ("D", 30)}


def length(s: Stream, i: int) -> Hit | None:
    """An amount of time: 24 hours, three weeks, two years, half an hour; vague ones count X."""
    hit = counted(s, i) or dual(s, i) or _vague(s, i) or _single(s, i)
    if hit is None or hit.said.mod is not None or hit.said.type != "DURATION":
        return hit
    hit = hit._replace(said=replace(hit.said, mod=_hedge(s, hit.start)))
    return _from_then(s, i, hit)


def _from_then(s: Stream, i: int, hit: Hit) -> Hit:
    """ "After that by two days", "two days after it": a length counted from the date before, `shift` +1 or -1."""
    if s.tokens[i].reading.prep == "\u0628":
        words = s.view[max(0, s.tokens[i].begin - 24) : s.tokens[i].begin].split()[-2:]
        keys = [context("then_side").get(w.removeprefix("\u0648")) for w in words if w in context("then_word") or w.removeprefix("\u0648") in context("then_side")]
        key = next((k for k in keys if k), None)
    else:
        found = _OF_LIFE.match(s.view, hit.end)
        that = found is not None and found[1] in gap_words("from") and found[2] in context("then_word")
        key = context("then_side").get(s.word_before(s.tokens[i].begin).removeprefix("\u0648")) if that else None
    if key is None:
        return hit
    return hit._replace(said=replace(hit.said, shift=1 if key == "after" else -1, of=Expression("DATE", "same", shift=0)), rule="time.length_then")


def _hedge(s: Stream, start: int) -> str | None:
    """APPROX, MORE_THAN or LESS_THAN from the words just before a length: about, more than."""
    word = s.word_before(start)
    if word in gap_words("from"):
        word = s.word_before(s.view.rindex(word, 0, start))
        return next((context("approx")[w] for w in (word, word[1:]) if context("approx").get(w, "APPROX") != "APPROX"), None)
    return next((context("approx")[w] for w in (word, word[1:]) if context("approx").get(w) == "APPROX"), None)


def _amount(amount: Fraction | int, unit: str) -> str:
    amount = Fraction(amount)
    if amount.denominator != 1 and unit in ("DE", "CE"):
        amount, unit = amount * _SMALLER[unit][1], "Y"
    while amount.denominator != 1 and unit in _SMALLER:
        whole, rest = divmod(amount, 1)
        smaller, times = _SMALLER[unit]
        if whole and (rest * times).denominator == 1:
            return _joined(_LENGTH[unit].format(whole), _LENGTH[smaller].format(rest * times))
        amount, unit = amount * times, smaller
    return _LENGTH[unit].format(amount if amount.denominator == 1 else float(amount))


def _joined(first: str, second: str) -> str:
    """P2Y and P4M are P2Y4M; PT3H and PT20M are PT3H20M."""
    if first.startswith("PT"):
        return first + second.removeprefix("PT")
    return first + second.removeprefix("P")


def _unit_after_number(s: Stream, j: int) -> str | None:
    reading = s.tokens[j].reading
    if reading.cut:
        return None
    unit: str | None = s.get(j, "many") or s.get(j, "one")
    return unit


def counted(s: Stream, i: int, more: int = 2) -> Hit | None:
    """A number with a unit, in brackets or with a detached article: (12) months, the 24 hours. `more`: how many smaller units may follow with "and"."""
    k = i + 1 if s.get(i, "al") and s.near(i + 1) else i
    found = s.number(k)
    if found is None:
        return None
    number, j = found
    bracket = s.gap(j) == ")" and s.view[number.start - 1 : number.start] == "("
    if not (s.near(j) or bracket) or j >= s.count or (number.ordinal and not s.article(k)) or number.value <= 0 or number.value > 10**10:
        return None
    if number.ordinal and number.value < 20:
        return None
    unit = _unit_after_number(s, j)
    if unit == "D" and s.get(j + 1, "weekday") is not None and s.near(j + 1):
        return None
    if unit is None or (unit == "N" and number.value >= 1000) or (s.get(j, "one") == "H" and s.article(j)) or (s.article(j) and number.value >= 1):
        return None
    start = s.tokens[i].start if k != i else number.start - 1 if bracket else number.start
    if s.article(k) and s.near(j + 1) and s.get(j + 1, "first_hours") == "first":
        j += 1  # the nine months first
    value = _amount(Fraction(number.value).limit_denominator(12) if number.value != int(number.value) else int(number.value), unit)
    return _tail(s, Hit(Expression("DURATION", "value", value=value, unit=unit), start, s.tokens[j].end, j + 1, "time.length"), more)


def _tail(s: Stream, hit: Hit, depth: int = 1) -> Hit:
    """And a half; and four months; last, coming, few: what still belongs to a length."""
    j = hit.next
    value, unit = hit.said.value or "", hit.said.unit or ""
    halved = _with_half(s, hit)
    if halved is not hit:
        hit, j = halved, halved.next
    elif depth and s.near(j) and (s.get(j, "and") or s.tokens[j].reading.conj):
        more = counted(s, j + 1 if s.get(j, "and") else j, depth - 1) or dual(s, j, depth - 1)
        if more is not None and more.said.value and unit in _SMALLER and _SMALLER[unit][0] == more.said.unit and "X" not in value + more.said.value:
            hit = hit._replace(said=replace(hit.said, value=_joined(value, more.said.value)), end=more.end, next=more.next)
            j = hit.next
    if (found := _WORD_AFTER.match(s.view, hit.end)) and context("length_tail").get(found[1]) in ("any", unit):
        hit = hit._replace(end=found.end(), next=s.skip(j, found.end()))
        j = hit.next
    while (
        s.near(j)
        and (s.get(j, "vague_after") or (s.get(j, "dir_bare") and not s.article(j)) or s.get(j, "dir") in ("past", "future", "recent", "now", "next", "before"))
        and not s.tokens[j].reading.cut
    ):
        hit, j = hit._replace(end=s.tokens[j].end, next=j + 1), j + 1
    return hit


def _with_half(s: Stream, hit: Hit) -> Hit:
    """A length and a half (of the year)."""
    j, value, unit = hit.next, hit.said.value or "", hit.said.unit or ""
    if not (s.near(j) and s.get(j, "fraction") and s.tokens[j].reading.conj and not s.tokens[j].reading.prep and not s.article(j)):
        return hit
    count = re.search(r"\d+", value)
    if count is None or not _unit_value(value, unit):
        return hit
    said = replace(hit.said, value=_amount(int(count[0]) + s.get(j, "fraction"), unit))
    k = j + 1 if s.near(j + 1) and s.get(j + 1, "one") == unit and s.article(j + 1) else j
    return hit._replace(said=said, end=s.tokens[k].end, next=k + 1)


def _unit_value(value: str, unit: str) -> bool:
    return "X" not in value and value == _LENGTH[unit].format(re.sub(r"\D", "", value))


def dual(s: Stream, i: int, more: int = 2) -> Hit | None:
    """Two days, two hours: no number word. Before a noun or a year it is something else (two days of …)."""
    unit = s.get(i, "two")
    if unit is None:
        return None
    token = s.tokens[i]
    if s.view[token.end - 1] == "\u064a" or (s.view[token.end - 1] == "\u0627"):
        return None
    if s.article(i) and not (s.near(i + 1) and s.get(i + 1, "dir")):
        return None
    return _tail(s, Hit(Expression("DURATION", "value", value=_LENGTH[unit].format(2), unit=unit), token.start, token.end, i + 1, "time.length_dual"), more)


def _vague(s: Stream, i: int) -> Hit | None:
    """Some days, a few years, the last weeks, the three days past."""
    if s.get(i, "vague") and s.near(i + 1) and s.get(i + 1, "many") and s.bare(i + 1):
        unit = s.get(i + 1, "many")
        return _tail(
            s,
            Hit(
                Expression("DURATION", "value", value=_LENGTH[unit].format("X"), unit=unit), s.tokens[i].start, s.tokens[i + 1].end, i + 2, "time.length_vague"
            ),
        )
    unit = s.get(i, "many")
    if unit is None:
        return None
    if unit == "H" and not s.article(i) and (hours := _hours_of_part(s, i)) is not None:
        return hours
    hit = Hit(Expression("DURATION", "value", value=_LENGTH[unit].format("X"), unit=unit), s.tokens[i].start, s.tokens[i].end, i + 1, "time.length_vague")
    if s.article(i):
        return _definite_length(s, hit)
    tail = _tail(s, hit)
    cue = s.preceded(s.tokens[i].begin, context("span_cue")) or s.tokens[i].reading.prep == "\u0644"
    following = s.word_after(s.tokens[i].end) if s.view[s.tokens[i].end : s.tokens[i].end + 1] == " " else ""
    construct = following.startswith("\u0627\u0644") or following in context("feast")
    return tail if tail.end > hit.end or (cue and not construct) else None


def _hours_of_part(s: Stream, i: int) -> Hit | None:
    """The (first) hours of the morning (of Tuesday)."""
    part, j = s.get(i + 1, "part"), i + 2
    if part is None or not s.near(i + 1) or not s.article(i + 1) or s.tokens[i + 1].reading.cut:
        return None
    if s.near(j) and s.get(j, "first_hours") and not s.tokens[j].reading.cut:
        j += 1
    end = s.tokens[j - 1].end
    inner = date_at(s, j) if s.gap(j) in ("", *gap_words("from")) and not s.tokens[j].reading.cut else None
    if inner is not None and is_day(inner.said):
        return Hit(replace(inner.said, type="TIME", part=part), s.tokens[i].start, inner.end, inner.next, "time.first_hours")
    return Hit(Expression("TIME", "time", part=part), s.tokens[i].start, end, j, "time.first_hours")


def _first_hours(s: Stream, hit: Hit) -> Hit | None:
    """The first hours of Tuesday, of this morning: the day they are of."""
    j = hit.next
    if hit.said.unit not in ("H", "D", "W") or not s.near(j) or not s.get(j, "first_hours") or s.gap(j + 1) not in gap_words("from"):
        return None
    inner = part_of_day(s, j + 1) or date_at(s, j + 1) or bare_unit(s, j + 1)
    if inner is None or s.tokens[j + 1].reading.cut:
        return None
    mod = None if inner.said.part else "END" if s.get(j, "dir") == "recent" else "START"
    return Hit(replace(inner.said, mod=mod), hit.start, inner.end, inner.next, "time.first_hours")


def _definite_length(s: Stream, hit: Hit) -> Hit | None:
    """The three coming days: article, number after it, adjective."""
    if (first := _first_hours(s, hit)) is not None:
        return first
    j = hit.next
    k = j + 1 if s.get(j, "al") and s.near(j) else j
    if s.near(k) and (found := s.number(k)) and (s.article(k) or k != j or found[0].digits):
        number = found[0]
        if number.value == int(number.value) and 1 < number.value < 1000 and not (number.ordinal and number.value < 11):
            said = replace(hit.said, value=_LENGTH[hit.said.unit or "D"].format(int(number.value)))
            end, j = number.end, found[1]
            if s.near(j) and s.get(j, "first_hours") == "first":
                end, j = s.tokens[j].end, j + 1
            return _tail(s, hit._replace(said=said, end=end, next=j))
    tail = _tail(s, hit)
    return tail if tail.end > hit.end else None


def _single(s: Stream, i: int) -> Hit | None:
    """A month ago, within an hour: one unit's length after a preposition."""
    unit = s.get(i, "one")
    token = s.tokens[i]
    if unit is not None and not s.article(i) and s.near(i + 1) and s.get(i + 1, "unit") == 1 and s.bare(i + 1):
        return Hit(Expression("DURATION", "value", value=_LENGTH[unit].format(1), unit=unit), token.start, s.tokens[i + 1].end, i + 2, "time.length_one")
    if unit is None or s.article(i) or unit == "N" or token.reading.prep == "\u0643":
        return None
    whole = Hit(Expression("DURATION", "value", value=_LENGTH[unit].format(1), unit=unit), token.start, token.end, i + 1, "time.length_one")
    if unit in _SMALLER and (halved := _with_half(s, whole)) is not whole:
        return halved
    following = s.word_after(token.end) if s.view[token.end : token.end + 1] == " " else ""
    if token.reading.prep == "\u0628":
        if not (s.preceded(token.begin, context("by_then")) or _beside_event(s, token.begin)):
            return None
    elif token.reading.prep:
        if token.reading.prep != "\u0644" or following.startswith("\u0627\u0644"):
            return None
    elif not s.preceded(token.begin, context("span_cue")) and _hedge(s, token.start) is None:
        return None
    if following.endswith(tuple(context("far"))) and len(following) > 4:
        return None
    if s.get(i - 1, "side") == "after" and s.get(i - 2, "one") == unit and s.near(i) and s.near(i - 1):
        return None  # day after day
    if unit == "DE" and following and following not in context("after_decade"):
        return None
    return _tail(s, whole)


def age(s: Stream, i: int) -> Hit | None:
    """In his thirties to the year: "the thirtieth of his age" is a length of years."""
    found = s.number(i)
    if found is None or not s.article(i) or s.gap(found[1]) == ")" or not (is_feminine(s, i) or s.get(i, "tens")):
        return None  # the third decade of his life is masculine
    number, _ = found
    life = _OF_LIFE.match(s.view, number.end)
    if life is None or life[1] not in gap_words("from") or context("life").get(life[2]) is None or number.value != int(number.value):
        return None
    return Hit(Expression("DURATION", "value", value=f"P{int(number.value)}Y", unit="Y"), number.start, life.end(), s.skip(i, life.end()), "time.age")


def open_span(s: Stream, i: int) -> Hit | None:
    """A while ago, for a long time: a span without a unit, after "ago" or "since", or with an adjective of length."""
    token = s.tokens[i]
    cue = "for" if token.reading.prep == "\u0644" else context("open_cue").get(s.word_before(token.begin).removeprefix("\u0648"))
    if s.article(i) or cue is None or (token.reading.prep and cue != "for"):
        return None
    following = _WORD_AFTER.match(s.view, token.end)
    end = following.end() if following is not None and following[1] in context("span_adjective") else None
    if end is None and (cue != "ago" or s.get(i, "moment") == "time" or (following is not None and not _is_free(following[1]))):
        return None
    end = end or token.end
    return Hit(Expression("DURATION", "value", value="PXX"), token.start, end, s.skip(i + 1, end), "time.length_open")


def _is_free(word: str) -> bool:
    """Whether a word after a span does not say what the span is of: a preposition, a conjunction, a verb."""
    return word in context("after_year") or word in context("has_been")


def _beside_event(s: Stream, begin: int) -> bool:
    """Whether "before" or "after" an event of one to three words stands before "by a week"."""
    words = s.view[max(0, begin - 40) : begin].split()[-4:-1]
    return any(word.removeprefix("\u0648") in context("then_side") for word in words)


def repetition(s: Stream, i: int) -> Hit | None:
    """Daily, every two years, every Friday."""
    if (value := s.get(i, "set")) and not s.article(i):
        return Hit(Expression("SET", "value", value=value), s.tokens[i].start, s.tokens[i].end, i + 1, "time.set")
    if not s.get(i, "every") or not s.near(i + 1) or s.article(i):
        return None
    start, j = s.tokens[i].start, i + 1
    if s.get(j, "one") == "D" and s.near(j + 1) and s.get(j + 1, "weekday_bare") is not None:
        j += 1
    bare = s.get(j, "weekday_bare") if j > i + 1 or s.get(j, "bound") is None else None  # "every one" is not every Sunday
    if (day := s.get(j, "weekday")) is not None or (day := bare) is not None:
        return Hit(Expression("SET", "value", value=f"XXXX-WXX-{day + 1}"), start, s.tokens[j].end, j + 1, "time.set_weekday")
    if s.article(j) or not s.bare(j):
        return None
    if (part := s.get(j, "part")) and (s.get(j, "one") == "N" or s.get(j, "part_adverb") or part in ("MO", "EV")):
        return Hit(Expression("SET", "value", value=f"XXXX-XX-XXT{part}"), start, s.tokens[j].end, j + 1, "time.set")
    if season_name := s.get(j, "season"):
        return Hit(Expression("SET", "value", value=f"XXXX-{season_name}"), start, s.tokens[j].end, j + 1, "time.set")
    inner = counted(s, j) or dual(s, j)
    if inner is not None:
        return Hit(replace(inner.said, type="SET"), start, inner.end, inner.next, "time.set")
    unit = s.get(j, "one")
    if unit is None or unit in ("DE", "CE", "S", "N") or s.word_after(s.tokens[j].end) in context("greeting"):
        return None
    return Hit(Expression("SET", "value", value=_LENGTH[unit].format(1)), start, s.tokens[j].end, j + 1, "time.set")


def rate(s: Stream, i: int) -> Hit | None:
    """In the day, twice in the week: how often, and not which day."""
    unit = s.get(i, "one")
    if unit not in ("D", "W", "M", "Y") or not s.article(i) or not s.bare(i) or s.word_before(s.tokens[i].begin) not in context("into"):
        return None
    begin, following = s.tokens[i].begin, s.view[s.tokens[i].end : s.tokens[i].end + 3]
    if following.startswith(" \u0627\u0644") or (s.near(i + 1) and s.tokens[i + 1].reading.classes & _NO_RATE) or following[1:2] in _QUOTED:
        return None
    before = s.view[max(0, begin - 30) : begin].split()[-4:-1]
    if not any(word in context("times_of") for word in before) and (unit != "D" or context("not_before").get(s.word_after(s.tokens[i].end))):
        return None
    return Hit(Expression("SET", "value", value=_LENGTH[unit].format(1)), s.tokens[i].start, s.tokens[i].end, i + 1, "time.set_rate")


def every_year(s: Stream, hit: Hit) -> Hit | None:
    """The 15th of May of every year."""
    said, j = hit.said, hit.next
    if said.kind != "date" or said.month is None or said.year is not None or said.hijri or not s.get(j, "every") or s.gap(j) not in gap_words("of"):
        return None
    if s.get(j + 1, "one") != "Y" or not s.near(j + 1) or not s.bare(j + 1) or s.article(j + 1):
        return None
    value = f"XXXX-{said.month:02d}" + (f"-{said.day:02d}" if said.day else "")
    return Hit(Expression("SET", "value", value=value), hit.start, s.tokens[j + 1].end, j + 2, "time.set")


def nearly_daily(s: Stream, i: int) -> Hit | None:
    """Almost daily."""
    if s.get(i, "nearly") and s.near(i + 1) and (value := s.get(i + 1, "set_adjective")):
        return Hit(Expression("SET", "value", value=value, mod="APPROX"), s.tokens[i].start, s.tokens[i + 1].end, i + 2, "time.set_nearly")
    return None
