"""A connector's manifest: ``connectors/<id>/manifest.toml``."""

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from connectors.limits import Limits
from core.errors import ConfigError

Words = Annotated[str, StringConstraints(min_length=1, max_length=120)]


class Title(BaseModel):
    """What people call this kind of file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fr: Words
    en: Words


class Manifest(BaseModel):
    """What a connector says of itself.

    Attributes:
        id: The name of its folder.
        version: Of its reading: raised when the same file gives other records.
        title: What people call this kind of file.
        media_types: Sniffed types it is asked about (`connectors.sniff`).
        structured: A file of this kind that gives no fact was not read: that is an error, never a success.
        extensions: For file pickers only; they decide nothing.
        fallback: Asked only about files that no other connector recognises.
        limits: Fields of `connectors.limits.Limits` that these files need otherwise than most.
        folder: Where it was found; not in the file.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{2,31}$")]
    version: Annotated[str, StringConstraints(pattern=r"^\d+(\.\d+){0,2}$")]
    title: Title
    media_types: Annotated[tuple[str, ...], Field(min_length=1)]
    structured: bool
    extensions: tuple[Annotated[str, StringConstraints(pattern=r"^\.[a-z0-9]{1,10}$")], ...] = ()
    fallback: bool = False
    limits: dict[str, int | float] = {}
    folder: Path = Field(default=Path(), exclude=True)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read the manifest of the connector in `folder`.

        Raises:
            ConfigError: ``manifest_invalid``: not TOML, not this shape, or its id is not its folder's name.
        """
        try:
            fields = tomllib.loads((folder / "manifest.toml").read_text("utf-8"))
            manifest = cls.model_validate({**fields, "folder": folder})
        except (OSError, ValueError, ValidationError):
            raise ConfigError("manifest_invalid", connector=folder.name) from None
        try:
            manifest.bounds(Limits())
        except TypeError:
            raise ConfigError("manifest_invalid", connector=folder.name) from None
        if manifest.id != folder.name:
            raise ConfigError("manifest_invalid", connector=folder.name)
        return manifest

    def bounds(self, limits: Limits) -> Limits:
        """`limits` as they are for files of this kind."""
        return replace(limits, **self.limits)  # type: ignore[arg-type]  # names and numbers of its fields, tried at load
