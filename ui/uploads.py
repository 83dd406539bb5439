"""Files a person drops into the chat, waiting in memory until ingest has sealed them."""

import uuid
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from core.errors import NotFoundError

_WAITING_MAX = 200


@dataclass(frozen=True, slots=True)
class Upload:
    """One file, whole, and whose it is."""

    id: str
    name: str
    data: bytes
    owner: str


class Uploads:
    """Files that wait to be read, and where those that were read are now. Thread-safe."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[str, Upload] = OrderedDict()
        self._sealed: OrderedDict[str, tuple[str, str]] = OrderedDict()
        self._lock = Lock()

    def put(self, name: str, data: bytes, owner: str) -> Upload:
        """Keep a file until it is taken; the oldest leave when too many wait."""
        upload = Upload(str(uuid.uuid4()), name, data, owner)
        with self._lock:
            self._waiting[upload.id] = upload
            while len(self._waiting) > _WAITING_MAX:
                self._waiting.popitem(last=False)
        return upload

    def take(self, upload_id: str, owner: str) -> Upload:
        """Hand a waiting file over and forget it.

        Raises:
            NotFoundError: Nothing of that id waits for this owner.
        """
        with self._lock:
            upload = self._waiting.get(upload_id)
            if upload is None or upload.owner != owner:
                raise NotFoundError("upload_gone")
            return self._waiting.pop(upload_id)

    def sealed(self, upload: Upload, file_id: str) -> None:
        """Remember which original the upload became, so that its chip in the chat opens it."""
        with self._lock:
            self._sealed[upload.id] = (upload.owner, file_id)
            while len(self._sealed) > _WAITING_MAX:
                self._sealed.popitem(last=False)

    def original_of(self, upload_id: str, owner: str) -> str | None:
        """Id of the sealed original the upload became; None when unknown or someone else's."""
        known = self._sealed.get(upload_id)
        return known[1] if known is not None and known[0] == owner else None

    def drop(self, owner: str) -> None:
        """Forget everything of one person: their vault is being locked."""
        with self._lock:
            for upload_id in [key for key, upload in self._waiting.items() if upload.owner == owner]:
                del self._waiting[upload_id]
            for upload_id in [key for key, (who, _) in self._sealed.items() if who == owner]:
                del self._sealed[upload_id]
