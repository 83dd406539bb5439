"""Chainlit's page as it is really served: nothing remote, every inline script named."""

import re
from base64 import b64encode
from hashlib import sha256

import pytest
from chainlit.server import get_html_template

from core.errors import ConfigError
from ui import csp


def test_chat_page_is_local_and_in_its_language() -> None:
    """Fonts, formula style sheet and link previews of other hosts are gone; the page says its language."""
    html = csp.local_html(get_html_template("/"), "fr")

    assert "https://" not in html
    assert '<html lang="fr">' in html


def test_new_remote_thing_stops_start_up() -> None:
    """A release that adds something remote is noticed, not served."""
    with pytest.raises(ConfigError, match="page_not_local"):
        csp.local_html('<script src="https://cdn.example/x.js"></script>', "en")


def test_policy_names_each_inline_script() -> None:
    """The page's own scripts run by their hash; any other inline script does not."""
    html = csp.local_html(get_html_template("/"), "en")
    policy = csp.chat_policy(html, "http://localhost:8000")

    scripts = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    assert scripts
    for script in scripts:
        assert b64encode(sha256(script.encode()).digest()).decode() in policy
    assert "'unsafe-inline'" not in policy.split("style-src")[0]
    assert "'unsafe-eval'" not in policy
    assert "connect-src 'self' ws://localhost:8000;" in policy
