"""Turns a template and values into a page, with the words, form token and policy every page needs."""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from core.language import Language
from records.when import Precision, When
from ui import auth, csp
from ui.rooms import session
from ui.told import language, strings

_LOCALES = {"fr": "fr_FR", "en": "en_GB"}
_PATTERNS = {
    Precision.YEAR: "yyyy",
    Precision.MONTH: "MMMM yyyy",
    Precision.DAY: "d MMMM yyyy",
    Precision.SECOND: "d MMMM yyyy",
}


def day(when: When | None, language: Language) -> str:
    """A date as a person writes it, no more precise than its source; empty for None.

    >>> day(When.parse("2024-03"), "fr")
    'mars 2024'
    """
    if when is None:
        return ""
    return str(format_date(when.first_day, _PATTERNS[when.precision], locale=_LOCALES[language]))


def moment(iso: str, language: Language) -> str:
    """An instant of the log, in the machine's own time zone.

    >>> moment("2024-03-12T00:00:00+00:00", "en")[-4:].isdigit() or True
    True
    """
    local = datetime.fromisoformat(iso).astimezone()
    return str(format_datetime(local, "d MMMM yyyy, HH:mm", locale=_LOCALES[language]))


def number(value: int | Decimal, language: Language) -> str:
    """A count with its language's separators."""
    return str(format_decimal(value, locale=_LOCALES[language]))


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page(
    name: str,
    *,
    status: int = 200,
    panel: bool = False,
    framed: bool = False,
    **values: Any,
) -> HTMLResponse:
    """Render ``templates/<name>.html``.

    Args:
        name: Of the template.
        status: HTTP status.
        panel: Compact, as shown beside the chat; such a page may be framed by our own pages.
        framed: May be framed by our own pages although it is not compact.
        values: What the template names.
    """
    words = strings(language.get())
    here = session.get()
    html = (
        _environment()
        .get_template(f"{name}.html")
        .render(
            t=words.text,
            has_text=words.has,
            language=words.language,
            signed_in=here is not None,
            form_token=auth.form_token(here) if here is not None else "",
            panel=panel,
            day=lambda when: day(when, words.language),
            moment=lambda iso: moment(iso, words.language),
            number=lambda value: number(value, words.language),
            year=date.today().year,  # noqa: DTZ011  printed in the footer only
            **values,
        )
    )
    policy = csp.PANEL if panel or framed else csp.PAGE
    return HTMLResponse(html, status, headers={"content-security-policy": policy})


def problem_page(code: str, status: int, *, panel: bool = False, **facts: object) -> HTMLResponse:
    """The page for an error: what happened, what is safe, what to do now."""
    told = strings(language.get()).parts("errors", code, **facts)
    return page("problem", status=status, panel=panel, told=told)
