"""Pages that open from disk: one file, escaped everywhere, under a content security policy that names its own script
and style.

A page in two languages holds both texts side by side and shows one; a page in one language holds only that one.
"""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from auditor.text import vocabulary, words
from auditor.text.words import Bilingual, Language

_HERE = Path(__file__).resolve().parent
TEMPLATES = _HERE / "templates"
STATIC = _HERE / "static"


@dataclass(frozen=True, slots=True)
class Looks:
    """Names of the style sheets and scripts that one page carries inside itself."""

    styles: tuple[str, ...]
    scripts: tuple[str, ...] = ()


def render_page(template: str, languages: Sequence[Language], looks: Looks, context: Mapping[str, Any]) -> str:
    """The whole page as text. The first language is the one it opens in."""
    style, script = _joined(looks.styles), _joined(looks.scripts)
    page = _environment().get_template(template)
    return page.render(
        **_speaking(tuple(languages)),
        **context,
        languages=languages,
        style=Markup(style),  # noqa: S704 - our own style sheets, not somebody's text
        script=Markup(script),  # noqa: S704 - our own scripts, not somebody's text
        policy=content_policy(style, script),
    )


def render_both(template: str, language: Language, looks: Looks, context: Mapping[str, Any]) -> bytes:
    """A page in both languages that opens in the one asked for."""
    other: Language = "en" if language == "vi" else "vi"
    return render_page(template, (language, other), looks, context).encode()


def content_policy(style: str, script: str) -> str:
    """A policy that lets exactly this style and script run and nothing be fetched or sent."""
    allowed = [f"style-src '{_hash(style)}'"] + ([f"script-src '{_hash(script)}'"] if script else [])
    return "; ".join(["default-src 'none'", *allowed, "base-uri 'none'", "form-action 'none'"])


def json_island(value: Any) -> Markup:
    """JSON for a `<script type="application/json">`: no character in it can end the element or start another."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704 - every character that HTML gives a meaning was escaped above


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _speaking(languages: tuple[Language, ...]) -> dict[str, Any]:
    """What templates say things with; `t` takes a message id, `show` a text in both languages."""

    def show(text: Bilingual) -> Markup:
        return spoken(text, languages)

    def t(message: str, **values: Any) -> Markup:
        return show(words.say(message, **values))

    def tn(one: str, many: str, n: int, **values: Any) -> Markup:
        return show(words.count(one, many, n, **values))

    def word(table: str, key: str) -> Markup:
        return show(vocabulary.word(getattr(vocabulary, table), key))

    return {
        "t": t,
        "tn": tn,
        "show": show,
        "say": words.say,
        "word": word,
        "day": lambda date: show(words.day(date)),
        "instant": lambda moment: show(words.instant(moment)),
        "share": lambda permille: show(words.share(permille)),
        "number": lambda n: show(words.number(n)),
        "names": lambda texts, most: show(words.first_names(texts, most)),
    }


def spoken(text: Bilingual, languages: Sequence[Language]) -> Markup:
    """The text escaped; in a page of two languages each in an element of its own unless they are equal."""
    if text.vi == text.en or len(languages) == 1:
        return escape(text.of(languages[0]))
    return Markup("").join(Markup('<span lang="{}">{}</span>').format(name, text.of(name)) for name in languages)


def _joined(names: Sequence[str]) -> str:
    return "".join((STATIC / name).read_text(encoding="utf-8") for name in names)


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
