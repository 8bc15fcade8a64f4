"""The page in a real browser: nothing is requested, nothing overflows a phone, nothing is logged. Skips where there is no Chromium or playwright."""

import itertools
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tawatur.assemble.brief import BriefInput, build_brief
from tawatur.export.brief import render

playwright = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = json.loads((Path(__file__).parents[1] / "unit" / "data" / "brief_example.json").read_text(encoding="utf-8"))
    texts = rows.pop("texts")

    def context(doc: str, start: int, end: int, around: int) -> tuple[str, str, str]:
        return texts[doc][max(start - around, 0) : start], texts[doc][start:end], texts[doc][end : end + around]

    folder = tmp_path_factory.mktemp("brief")
    for lang in ("ar", "en"):
        (folder / f"{lang}.html").write_text(render(build_brief(BriefInput(**rows, context=context)), "html", lang), encoding="utf-8")
    return folder


@pytest.mark.parametrize(("lang", "width", "scheme"), [("ar", 320, "light"), ("ar", 390, "dark"), ("ar", 1280, "light"), ("en", 390, "light")])
def test_page_is_whole_at_every_width(browser: Any, pages: Path, lang: str, width: int, scheme: str) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    requests: list[str] = []
    problems: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto((pages / f"{lang}.html").as_uri())
    page.evaluate("document.fonts.ready")
    assert problems == []
    assert [url for url in requests if not url.startswith("data:")] == [(pages / f"{lang}.html").as_uri()]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("document.documentElement.dir") == ("rtl" if lang == "ar" else "ltr")
    assert page.evaluate("document.fonts.check('16px \"Tawatur Naskh\"', '\\u0628')")
    page.close()


CONTRAST = """() => {
  const lum = c => { const [r, g, b] = c.match(/[\\d.]+/g).map(Number).map(v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4); return .2126 * r + .7152 * g + .0722 * b };
  const back = el => { for (; el; el = el.parentElement) { const c = getComputedStyle(el).backgroundColor; if (!/, 0\\)$|transparent/.test(c)) return c } return 'rgb(255,255,255)' };
  const bad = [];
  for (const el of document.querySelectorAll('body *')) {
    if (![...el.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) || el.closest('.unseen, .skip')) continue;
    const style = getComputedStyle(el); if (style.opacity !== '1') continue;
    const a = lum(style.color), b = lum(back(el)), ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) bad.push([el.className, el.tagName, ratio]);
  }
  return bad }"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_contrast_and_headings_go_down_one_level_at_a_time(browser: Any, pages: Path, scheme: str) -> None:
    page = browser.new_page(color_scheme=scheme)
    page.goto((pages / "ar.html").as_uri())
    assert page.evaluate(CONTRAST) == []
    levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => +h.tagName[1])")
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(b - a <= 1 for a, b in itertools.pairwise(levels))
    assert page.evaluate("document.querySelectorAll('main, header.top, nav[aria-label], footer').length") == 4
    page.close()


def test_a_citation_leads_to_its_words_and_back(browser: Any, pages: Path) -> None:
    page = browser.new_page()
    page.goto((pages / "ar.html").as_uri())
    page.locator(".timeline .words").first.click()
    assert page.evaluate("location.hash") == "#q1"
    assert page.evaluate("document.querySelector('#q1 mark').textContent.length") > 0
    page.locator("#q1 .back").click()
    assert page.evaluate("document.querySelector(':target').classList.contains('cite')")
    page.close()
