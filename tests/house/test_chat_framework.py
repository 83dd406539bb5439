"""Settings of the chat framework that would be dangerous if they changed, and the internals we lean on."""

import inspect
import json
import tomllib

from ui import runtime

runtime.prepare()

CONFIG = tomllib.loads((runtime.ROOT / ".chainlit" / "config.toml").read_text("utf-8"))


def test_dangerous_settings_stay_off() -> None:
    """HTML, foreign origins, sharing, tools, stored keys, huge uploads: not ours to allow."""
    features, project = CONFIG["features"], CONFIG["project"]

    assert features["unsafe_allow_html"] is False
    assert features["user_message_markdown"] is False
    assert features["allow_thread_sharing"] is False
    assert features["favorites"] is False
    assert features["edit_message"] is False
    assert features["auto_tag_thread"] is False
    assert features["latex"] is False
    assert features["mcp"] == {"enabled": False}
    assert features["audio"] == {"enabled": False}
    assert features["spontaneous_file_upload"]["max_size_mb"] <= 512
    assert "*" not in project["allow_origins"]
    assert project["transports"] == ["websocket"]
    assert project["persist_user_env"] is False
    assert project["user_session_timeout"] <= 43_200
    assert CONFIG["UI"]["cot"] == "hidden"


def test_nothing_is_asked_of_another_host() -> None:
    """Theme, configuration, style and script name no address but our own."""
    for path in ("theme.json", "app.css", "app.js"):
        text = (runtime.ROOT / "public" / path).read_text("utf-8")
        assert "https://" not in text
        assert "http://" not in text.replace("http://www.w3.org", "")
    assert json.loads((runtime.ROOT / "public" / "theme.json").read_text("utf-8"))["custom_fonts"] == []


def test_framework_still_has_what_we_lean_on() -> None:
    """A bump that moves one of these must fail here, not in front of a person."""
    import chainlit.config
    import chainlit.data
    import chainlit.emitter
    import chainlit.server
    import chainlit.session
    import chainlit.socket

    assert chainlit.server.sio.handlers["/"].keys() >= {"connect", "stop", "client_message"}
    assert chainlit.config.FILES_DIRECTORY.is_relative_to(runtime.prepare())
    assert hasattr(chainlit.server, "get_html_template")
    assert isinstance(chainlit.session.ws_sessions_id, dict)
    taking = inspect.getsource(chainlit.emitter.ChainlitEmitter.process_message)
    assert 'self.session.files[file["id"]]' in taking
    assert '"path": str(file["path"])' in taking


def test_working_folder_is_private_and_checkout_is_untouched() -> None:
    """The framework's folder is ours alone, in memory where there is some, and speaks our two languages."""
    folder = runtime.prepare()

    assert folder.stat().st_mode & 0o077 == 0
    assert not (runtime.ROOT / ".files").exists()
    words = json.loads((folder / ".chainlit" / "translations" / "fr.json").read_text("utf-8"))
    assert "diagnostic" in words["chat"]["watermark"]
    assert words["threadHistory"]["sidebar"]["filters"]["search"]
