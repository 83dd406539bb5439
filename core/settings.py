"""The environment, read once. No other module looks at an environment variable."""

import os
from functools import cached_property
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from core.errors import ConfigError

# Variables that switch on tracing, foreign data layers or chat bridges inside our libraries.
FORBIDDEN = (
    "LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING", "LANGCHAIN_TRACING_V2",
    "LITERAL_API_KEY", "DATABASE_URL", "SLACK_BOT_TOKEN", "DISCORD_BOT_TOKEN", "TEAMS_APP_ID",
    "TRACELOOP_API_KEY", "OTEL_EXPORTER_OTLP_ENDPOINT",
)  # fmt: skip


class Settings(BaseSettings):
    """Everything that can be set from outside. Sizes and times carry their unit in the name."""

    model_config = SettingsConfigDict(
        env_prefix="CARNET_", frozen=True, extra="ignore", populate_by_name=True
    )

    home: Path = Field(default_factory=lambda: Path.home() / ".carnet")
    """The data folder: sealed rows only."""
    secrets: Path = Field(default_factory=lambda: Path.home() / ".config" / "carnet-secrets")
    """Where server shares live: outside `home` and outside its backups."""
    store_url: str | None = None
    """SQLAlchemy address of the sealed rows; SQLite in `home` when unset."""
    environment: Literal["development", "production"] = "development"
    host: str = "127.0.0.1"
    port: int = 8000
    origin: str | None = None
    """The address people type; ``http://localhost:<port>`` when unset. Other Origins are refused."""
    model_url: str | None = None
    model: str | None = None
    passphrase: SecretStr | None = None
    """For the command line only."""
    openai_api_key: SecretStr | None = Field(default=None, validation_alias="OPENAI_API_KEY")
    model_timeout_s: float = 60.0
    model_first_token_timeout_s: float = 20.0
    idle_lock_s: float = 1800.0
    session_max_s: float = 43_200.0
    upload_max_mib: int = 512
    background_embedding: bool = True

    @model_validator(mode="after")
    def _apart(self) -> Self:
        home, secrets = self.home.resolve(), self.secrets.resolve()
        if secrets == home or home in secrets.parents:
            raise ValueError("the server share must not lie inside the data folder")
        return self

    @cached_property
    def public_origin(self) -> str:
        """The one Origin that may talk to us, without a trailing slash."""
        return (self.origin or f"http://localhost:{self.port}").rstrip("/")

    @property
    def has_model(self) -> bool:
        """Whether a language model is configured. OPENAI_API_KEY alone is not consent to use it."""
        return self.model is not None and (self.model_url is not None or self.openai_api_key is not None)


def load() -> Settings:
    """Read the environment.

    Raises:
        ConfigError: ``tracing_set`` when a variable of `FORBIDDEN` is set (its index is the fact);
            ``settings_invalid`` when a value does not fit.
    """
    for index, name in enumerate(FORBIDDEN):
        if os.environ.get(name, "").lower() not in ("", "0", "false"):
            raise ConfigError("tracing_set", variable=FORBIDDEN[index])
    try:
        return Settings()
    except ValidationError as error:
        raise ConfigError("settings_invalid", count=error.error_count()) from None
