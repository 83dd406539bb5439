"""What a page of Carnet may load: its own files and nothing from anywhere else.

Chainlit's page is made local first (fonts, formula style sheet, link previews), then its inline scripts are
named by hash. There is no ``'unsafe-eval'``: only custom elements need it, and none is used.
"""

import functools
import inspect
import re
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256

from core.errors import ConfigError
from core.language import Language

PAGE = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""Our own pages."""

PANEL = PAGE.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
"""The source viewer, which the chat shows beside an answer."""

FILE = "default-src 'none'; sandbox; frame-ancestors 'none'"
"""A downloaded original: even if a browser opens it, it can do nothing."""

_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_REMOTE = (
    re.compile(r'<link rel="preconnect"[^>]*>\s*'),
    re.compile(r'<link\s[^>]*href="https://[^"]*"[^>]*>\s*'),
    re.compile(r'<meta property="og:(?:image|url)"[^>]*>\s*'),
)


def chat_policy(html: str, origin: str) -> str:
    """The policy of the chat page.

    Args:
        html: The page as served; each inline script in it is allowed by its hash.
        origin: The address people type; its websocket twin is named for browsers that need it.
    """
    hashes = " ".join(
        f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" for script in _INLINE.findall(html)
    )
    socket = "ws" + origin.removeprefix("http")
    return (
        f"default-src 'none'; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'; "
        f"img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' {socket}; "
        "worker-src 'self' blob:; media-src 'self' blob:; manifest-src 'self'; frame-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )


def local_html(html: str, language: Language) -> str:
    """Chainlit's page without anything remote, in the language it is for.

    Raises:
        ConfigError: ``page_not_local``: something of another origin is left, so a new release added it.
    """
    for remote in _REMOTE:
        html = remote.sub("", html)
    if "https://" in html or "http://" in html:
        raise ConfigError("page_not_local")
    return html.replace('<html lang="en">', f'<html lang="{language}">')


def localise(language: Callable[[], Language]) -> Callable[[], str]:
    """Make Chainlit serve its page through `local_html`.

    Args:
        language: The language of the request being served.

    Returns:
        A function that gives the page as it is served now, for `chat_policy`.
    """
    import chainlit.server as server

    original = inspect.unwrap(server.get_html_template)

    @functools.wraps(original)
    def template(root_path: str) -> str:
        return local_html(original(root_path), language())

    server.get_html_template = template
    return lambda: template("")
