"""The desk end to end in a real browser: every page, judging with undo, keys alone, a phone, Arabic letters, axe. Skips where there is no Chromium or playwright."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tawatur.store.desk_open import make

playwright = pytest.importorskip("playwright.sync_api")
pytest.importorskip("uvicorn")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
ROOT = Path(__file__).resolve().parents[2]
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
PAGES = ("/", "/timeline", "/stories", "/statements", "/facts", "/commitments", "/names", "/network", "/sources", "/compare", "/search?q=المرفأ", "/queue", "/judgements")
DOC = "/doc?id=01-sunbuk-2019-03-14.html"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """What `tawatur serve` prints for a record of the examples whose index is made: the pages are whole from the first."""
    record = tmp_path_factory.mktemp("desk") / "عبّارة الخليصة.tawatur"
    subprocess.run([sys.executable, "-m", "tawatur", "build", str(ROOT / "examples"), "-o", str(record), "--quiet"], check=True, capture_output=True)
    make(record, record.with_name(f"{record.name}-desk"))
    serving = subprocess.Popen([sys.executable, "-m", "tawatur", "serve", str(record)], stdout=subprocess.PIPE, text=True)
    assert serving.stdout
    yield serving.stdout.readline().strip()
    serving.terminate()
    serving.wait(10)
    serving.stdout.close()


class Desk:
    """A page that remembers what it asked for and what went wrong."""

    def __init__(self, page: Any, address: str) -> None:
        self.page, self.address = page, address
        self.base = address.partition("/?")[0]
        self.requests: list[str] = []
        self.problems: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.problems.append(message.text))
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.goto(address)

    def open(self, path: str) -> Any:
        self.page.goto(self.base + path)
        return self.page

    def sound(self) -> None:
        """Nothing was asked of another host, nothing went wrong."""
        assert [url for url in self.requests if not url.startswith((self.base + "/", "data:"))] == []
        assert self.problems == []


@pytest.fixture
def visit(browser: Any, address: str) -> Iterator[Callable[..., Desk]]:
    contexts: list[Any] = []

    def make(width: int = 1280, scheme: str = "light", lang: str = "ar", **kind: Any) -> Desk:
        context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme, **kind)
        context.add_cookies([{"name": "desk_lang", "value": lang, "url": address.partition("/?")[0]}])
        contexts.append(context)
        return Desk(context.new_page(), address)

    yield make
    for context in contexts:
        context.close()


def test_the_printed_address_opens_once_and_strangers_stay_out(browser: Any, visit: Callable[..., Desk]) -> None:
    desk = visit()
    assert "token" not in desk.page.url
    assert desk.page.title()
    stranger = browser.new_context()
    page = stranger.new_page()
    assert page.goto(desk.base + "/").status == 403
    stranger.close()


@pytest.mark.parametrize(("width", "scheme", "lang", "checked"), [(1280, "light", "ar", True), (390, "dark", "en", True), (320, "light", "ar", False)])
def test_every_page_is_whole_and_passes_axe(visit: Callable[..., Desk], width: int, scheme: str, lang: str, checked: bool) -> None:
    desk = visit(width, scheme, lang)
    fact = desk.page.evaluate("fetch('/facts.json').then(r => r.json()).then(p => p.rows[0].href)")
    pair = desk.page.evaluate("fetch('/compare.json').then(r => r.json()).then(p => p.suggestions[0].href)")
    story = desk.page.evaluate("fetch('/stories.json?state=all').then(r => r.json()).then(p => p.stories[0].href)")
    wrong = []
    for path in (*PAGES, DOC, fact, pair, story, "/name?n=1"):
        page = desk.open(path)
        page.evaluate("document.fonts.ready")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} overflows {width} px"
        assert page.evaluate("document.documentElement.dir") == ("rtl" if lang == "ar" else "ltr")
        levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].filter(h => h.offsetParent).map(h => +h.tagName[1])")
        assert levels[0] == 1 and levels.count(1) == 1, path
        if not checked:
            continue
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}).then(r => r.violations.map(v => [v.id, v.nodes.slice(0, 2).map(n => n.html.slice(0, 160))]))")
        wrong += [(path, *violation) for violation in found]
    assert wrong == []
    desk.sound()


def test_a_span_link_survives_reload_and_counts_code_points(visit: Callable[..., Desk]) -> None:
    desk = visit()
    note = desk.page.evaluate(f"fetch('{DOC.replace('/doc?', '/doc.json?')}').then(r => r.json()).then(p => p.notes.find(n => n.layer === 'statement'))")
    page = desk.open(f"{DOC}#c={note['start']}-{note['end']}")
    for _ in range(2):
        page.wait_for_selector("html[data-painted]", state="attached")
        marked = page.evaluate("[...CSS.highlights.get('target')].map(r => r.toString()).join('\\n')")
        text = page.evaluate("[...document.querySelectorAll('.line')].map(l => l.textContent).join('\\n')")
        assert marked == text[note["start"] - page.evaluate("+document.getElementById('text').dataset.start") :][: note["end"] - note["start"]]
        assert page.locator(".note.chosen").count() == 1
        box = page.evaluate("[...CSS.highlights.get('target')][0].getBoundingClientRect().top")
        assert 0 < box < 844
        page.reload()
    desk.sound()


def test_overlays_never_break_a_word(visit: Callable[..., Desk]) -> None:
    """Layers add no element to the text, so letters go on joining: a line is one text node, and as wide with all layers as with none."""
    desk = visit()
    page = desk.open(DOC)
    page.wait_for_selector("html[data-painted]", state="attached")
    assert page.evaluate("[...document.querySelectorAll('.line')].every(l => l.childNodes.length <= 1)")
    widths = "[...document.querySelectorAll('.line')].map(l => { const r = new Range(); r.selectNodeContents(l); return r.getBoundingClientRect().width })"
    before = page.evaluate(widths)
    page.evaluate("document.querySelectorAll('.overlays button[aria-pressed=false]:enabled').forEach(b => b.click())")
    assert page.evaluate("CSS.highlights.size") >= 4
    assert page.evaluate(widths) == before
    page.evaluate("(() => { const l = document.querySelector('.line.body'), r = new Range(); r.setStart(l.firstChild, 2); r.setEnd(l.firstChild, 3); CSS.highlights.set('target', new Highlight(r)) })()")
    assert page.evaluate(widths) == before
    desk.sound()


def test_numbers_and_latin_are_isolated(visit: Callable[..., Desk]) -> None:
    page = visit().open("/facts")
    assert page.evaluate("[...document.querySelectorAll('.cell .value, .count, .where .outlet')].every(e => e.matches('bdi') || e.querySelector('bdi'))")
    assert re.search("[٠-٩]", page.locator(".total").first.inner_text())
    page.locator("#to-digits").click()
    assert re.search("[0-9]", page.locator(".total").first.inner_text())


def test_the_strip_draws_brushes_and_leads_to_the_period(visit: Callable[..., Desk]) -> None:
    desk = visit()
    page = desk.open("/")
    page.wait_for_selector("#strip[data-drawn]")
    box = page.locator("#strip .u-over").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.95, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + 40, steps=4)
    page.mouse.up()
    link = page.locator("#strip [data-go]")
    assert "from=2019" in link.get_attribute("href")
    link.click()
    assert page.url.startswith(desk.base + "/timeline?from=2019")
    page.wait_for_selector("#strip[data-drawn]")
    page.locator("#strip [data-unit=year]").click()
    assert page.locator("#strip [data-unit=year]").get_attribute("aria-pressed") == "true"
    desk.sound()


def test_a_cell_opens_the_sentence_in_its_page(visit: Callable[..., Desk]) -> None:
    page = visit().open("/facts")
    page.locator(".cell a").first.click()
    page.wait_for_selector("html[data-painted]", state="attached")
    assert page.evaluate("CSS.highlights.has('target') && [...CSS.highlights.get('target')].length > 0")


def test_search_opens_at_the_passage(visit: Callable[..., Desk]) -> None:
    page = visit().open("/")
    page.keyboard.press("/")
    page.keyboard.type("هيئة الموانئ")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?**")
    page.locator(".hit h2 a").first.click()
    page.wait_for_selector("html[data-painted]", state="attached")
    assert "#c=" in page.url


def test_each_judgement_by_one_key_and_undo(visit: Callable[..., Desk]) -> None:
    desk = visit()
    page = desk.open("/timeline")
    page.keyboard.press("j")
    focused = page.locator(".timeline > :focus")
    target = focused.get_attribute("data-target")
    item = page.locator(f'.timeline > [data-target="{target}"]')
    for key, mark in (("a", "accept"), ("s", "star")):
        page.keyboard.press(key)
        item.locator(f".mark.{mark}").wait_for()
    for key, field, value, mark in (("c", "#ask-text", "راجعت", ".comment"), ("e", "#ask-text", "عنوان مصحح", ".mark.edit"), ("d", "#ask-line", "2019-03-15", ".mark.redate")):
        item.focus()
        page.keyboard.press(key)
        page.locator(field).fill(value)
        page.locator("#ask-ok").click()
        item.locator(mark).wait_for()
    item.focus()
    page.keyboard.press("x")
    item.locator(".mark.reject").wait_for()
    page.keyboard.press("u")
    item.locator(".mark.accept").wait_for()
    page.reload()
    assert page.get_by_text("عنوان مصحح").count() == 1
    page = desk.open("/judgements")
    while left := page.locator(".undo").count():
        page.locator(".undo").first.click()
        playwright.expect(page.locator(".undo")).to_have_count(left - 1)
    assert desk.open("/timeline").locator(".mark").count() == 0
    desk.sound()


def test_merge_and_split_by_hand(visit: Callable[..., Desk]) -> None:
    desk = visit()
    page = desk.open("/names?type=PER")
    first, second = (page.locator(".name > a").nth(i).inner_text() for i in (0, 1))
    page.locator(".name .open-judge").nth(1).click()
    page.locator(".tools [data-act=merge]").click()
    page.locator("#ask-line").fill(first.split()[0])
    page.locator("#ask-list li").first.click()
    page.locator("#ask-ok").click()
    page.locator(".name").nth(1).locator(".mark.merge").wait_for()
    page.reload()
    page.locator(".name > a").first.click()
    assert page.get_by_text(second, exact=True).count() >= 1
    page.locator(".cites .cite").first.evaluate("e => { e.tabIndex = -1; e.focus() }")
    page.keyboard.press("p")
    page.locator(".whole-name .mark.split").wait_for()
    page.keyboard.press("u")
    page.locator(".whole-name .mark.split").wait_for(state="detached")
    desk.sound()


def test_keyboard_alone(visit: Callable[..., Desk]) -> None:
    desk = visit()
    page = desk.open("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.classList.contains('skip')")
    page.keyboard.press("g")
    page.keyboard.press("f")
    page.wait_for_url("**/facts")
    page.keyboard.press("?")
    assert page.locator("#keys[open]").count() == 1
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement === document.querySelector('.matrix tbody')")
    page.keyboard.press("Enter")
    page.wait_for_url("**/fact?**")
    page.keyboard.press("g")
    page.keyboard.press("q")
    page.wait_for_url("**/queue")
    page.keyboard.press("j")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("l")
    page.wait_for_selector("html[lang=en]", state="attached")
    desk.sound()


def test_the_network_draws_readable_names(visit: Callable[..., Desk]) -> None:
    desk = visit()
    page = desk.open("/network?size=500")
    page.wait_for_selector(".network[data-drawn]")
    boxes = page.evaluate("[...document.querySelectorAll('.network text')].filter(t => t.style.display !== 'none').map(t => { const b = t.getBoundingClientRect(); return [b.left, b.top + b.height * .25, b.right, b.bottom - b.height * .25] })")
    assert len(boxes) > 5
    covered = sum(a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3] for i, a in enumerate(boxes) for b in boxes[i + 1 :])
    assert covered == 0
    desk.sound()


def test_touch_on_a_phone_shows_the_note(visit: Callable[..., Desk]) -> None:
    desk = visit(390, has_touch=True, is_mobile=True)
    page = desk.open(DOC)
    page.wait_for_selector("html[data-painted]", state="attached")
    page.evaluate("[...CSS.highlights.get('statement')][0].startContainer.parentElement.scrollIntoView({block: 'center', behavior: 'instant'})")
    box = page.evaluate("(() => { const b = [...CSS.highlights.get('statement')][0].getClientRects()[0]; return [b.left + b.width / 2, b.top + b.height / 2] })()")
    page.touchscreen.tap(*box)
    page.locator(".note.chosen").wait_for()
    assert page.locator(".margin").is_visible()
    desk.sound()


def test_first_paint_is_soon(visit: Callable[..., Desk]) -> None:
    desk = visit()
    page = desk.open("/")
    painted = "new Promise(done => new PerformanceObserver(list => done(list.getEntriesByName('first-contentful-paint')[0].startTime)).observe({type: 'paint', buffered: true}))"
    assert page.evaluate(painted) < 1000


def test_a_record_opens_at_once_and_shows_the_rest_by_itself(browser: Any, tmp_path: Path) -> None:
    record = tmp_path / "fresh.tawatur"
    subprocess.run([sys.executable, "-m", "tawatur", "build", str(ROOT / "examples"), "-o", str(record), "--quiet"], check=True, capture_output=True)
    serving = subprocess.Popen([sys.executable, "-m", "tawatur", "serve", str(record)], stdout=subprocess.PIPE, text=True)
    try:
        assert serving.stdout
        context = browser.new_context()
        desk = Desk(context.new_page(), serving.stdout.readline().strip())
        desk.page.wait_for_selector("html:not([data-partial])", state="attached")
        assert desk.open("/timeline").locator(".timeline > .event").count() > 5
        desk.sound()
        context.close()
    finally:
        serving.terminate()
        serving.wait(10)
        if serving.stdout:
            serving.stdout.close()
