"""Who may ask, what a browser may do with the answer, and that no text of a page ever becomes markup."""

import subprocess
import sys
from typing import Any
from urllib.parse import quote

import pytest
from desk_client import HOSTILE, PORT, TOKEN, Client

from tawatur.serve.api import PARAMETERS
from tawatur.serve.app import VIEWS
from tawatur.serve.security import csrf

PAGES = ("/", "/timeline", "/statements", "/facts", "/commitments", "/names", "/network", "/sources", "/compare", "/search?q=سنبوك", "/queue", "/judgements")


def test_the_token_opens_the_desk_once_and_leaves_the_address(client: Client) -> None:
    stranger = Client(client.app, cookies="")
    assert stranger.get("/").status == 403
    assert stranger.get("/static/desk.css").status == 403
    assert stranger.get("/?token=wrong").status == 403
    entered = stranger.get(f"/facts?state=agree&token={TOKEN}")
    assert entered.status == 303
    assert entered.headers["location"] == "/facts?state=agree"
    assert {"HttpOnly", "SameSite=strict"} <= {part.strip() for part in entered.headers["set-cookie"].split(";")}
    assert TOKEN not in client.get("/").text


def test_an_entrance_never_leads_elsewhere(client: Client) -> None:
    assert client.get(f"//evil.example/x?token={TOKEN}").headers["location"].startswith("/evil.example")
    for back in ("//evil.example", "/\\evil.example", "https://evil.example"):
        assert client.get(f"/prefs?lang=en&back={quote(back)}").headers["location"] == "/"


@pytest.mark.parametrize("host", ["evil.example", f"evil.example:{PORT}", "127.0.0.1", "127.0.0.1:1", ""])
def test_other_hosts_are_refused(client: Client, host: str) -> None:
    refused = Client(client.app, host=host).get("/")
    assert refused.status == 421


def test_every_answer_carries_the_policy(client: Client) -> None:
    for address in (*PAGES, "/static/desk.js", "/nothing", "/facts.json"):
        headers = client.get(address).headers
        policy = headers["content-security-policy"]
        assert "script-src 'self';" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
        assert headers["x-frame-options"] == "DENY" and headers["x-content-type-options"] == "nosniff" and headers["referrer-policy"] == "no-referrer"
    assert client.get("/").headers["cache-control"] == "no-store"


def test_pages_have_no_inline_script_or_style(client: Client) -> None:
    for address in PAGES:
        page = client.get(address).text
        assert "<style" not in page and " style=" not in page and " onclick=" not in page and "javascript:" not in page
        assert all(" src=" in tag for tag in page.split("<script")[1:])
        assert "http://" not in page.replace("http://www.w3.org", "") and "https://" not in page.split("<main")[0]


def test_hostile_text_stays_text(client: Client) -> None:
    doc = quote(HOSTILE[0]["id"])
    for address in (*PAGES, f"/doc?id={doc}", "/search?q=<script>alert(1)</script>", "/facts?words=<script>alert(1)</script>", "/statements?words=\"><script>alert(1)", "/names?words=<img src=x>"):
        page = client.get(address).text
        assert "<script>alert" not in page and "<img src=x" not in page and "\u202e" not in page.replace("مقلوب</p>", "").split('id="text"')[0]
    assert "&lt;script&gt;" in client.get(f"/doc?id={doc}").text
    assert client.get(f"/doc?id={doc}").status == 200


def test_original_bytes_come_as_a_download(client: Client) -> None:
    answer = client.get(f"/bytes?id={quote(HOSTILE[0]['id'])}")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["content-security-policy"].startswith("sandbox")
    assert b"<script>" in answer.body


def test_writes_need_the_pages_own_token(client: Client) -> None:
    body = {"act": "star", "target": "document:emoji"}
    assert client.post("/judge", body, x_csrf="").status == 403
    assert client.post("/judge", body, x_csrf=TOKEN).status == 403
    assert client.post("/judge", body, origin="http://evil.example").status == 403
    assert client.post("/judge", body, content_length="999999").status == 413
    assert client.post("/judge", body, content_length="x").status == 413
    assert Client(client.app, cookies="").post("/judge", body).status == 403
    assert client.post("/judge", body, origin=f"http://127.0.0.1:{PORT}").status == 200
    assert csrf(TOKEN) != csrf("other")


@pytest.mark.parametrize("body", [[], "x", None, {}, {"act": "undo"}, {"act": "undo", "n": "1"}, {"act": "undo", "n": 99}, {"act": "eat", "target": "fact:1"}, {"act": "accept", "target": "x"},
                                  {"act": "edit", "target": "fact:1"}, {"act": "redate", "target": "fact:1", "date": "tomorrow"}, {"act": "merge", "target": "fact:1", "with": "fact:1"}])  # fmt: skip
def test_a_bad_judgement_is_refused_in_the_one_shape(client: Client, body: Any) -> None:
    answer = client.post("/judge", body, accept="application/json")
    assert answer.status == 400
    assert sorted(answer.json) == ["error", "fields", "message", "status"]


def test_long_addresses_are_refused(client: Client) -> None:
    assert client.get("/search?q=" + "a" * 5_000).status == 414
    assert client.get("/search?q=" + "a" * 1_000).status == 400


def test_the_desk_needs_no_language_tool() -> None:
    """It imports the kernel and the store only; nothing that reads Arabic, compares or counts."""
    code = "import sys, tawatur.serve; print([m for m in ('numpy', 'ahocorasick_rs', 'resiliparse', 'hijridate', 'pycrfsuite', 'tawatur.pipeline', 'tawatur.annotate.names', 'tawatur.compare.facts') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.strip() == "[]"


NASTY = ("", "0", "-1", "99999999999", "1e9", "٣", "x", "'", '"', "\x00", "%", "a:b:c", "fact:", "statement:emoji:9-1", "statement:emoji:0-999999999", "name:PER:", "2019-99-99", "2019-02", "🙂", "\ud800")


KEYS = (*PARAMETERS, "type", "size", "n", "at", "speaker", "kind", "a", "b", "month", "person", "place", "starred")


@pytest.mark.parametrize("name", sorted(VIEWS))
def test_whatever_an_address_says_is_answered_or_refused(client: Client, name: str) -> None:
    """No value of any parameter breaks a page, alone or with others: it is answered, or refused in the one shape."""
    alone = [f"q=x&id=emoji&{key}={quote(NASTY[n % len(NASTY)], errors='surrogatepass')}" for n, key in enumerate(KEYS)]
    together = ["&".join(f"{key}={quote(value, errors='surrogatepass')}" for key in KEYS) for value in NASTY]
    for given in (*alone, *together):
        answer = client.get(f"/{name}.json?{given}")
        assert answer.status in (200, 400, 404), (given, answer.text[:200])
        assert answer.status == 200 or set(answer.json) == {"error", "message", "status", "fields"}
