"""A reader of vault format 1, written from docs/vault-format.md alone: it imports nothing of Carnet."""

import hashlib
import hmac
import json
import re
import sqlite3
import struct
import unicodedata
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
NAMES = ("rows", "chunks", "head", "sums", "tags", "kinds", "content", "lookups", "inbox")


class Refused(Exception):  # noqa: N818  what the format says a reader does
    pass


def hkdf(key: bytes, salt: bytes, info: bytes, n: int) -> bytes:
    return HKDF(hashes.SHA256(), n, salt, info).derive(key)


def mac(key: bytes, message: bytes) -> bytes:
    return hmac.new(key, message, hashlib.sha256).digest()


def lp(data: bytes) -> bytes:
    return struct.pack(">Q", len(data)) + data


def pad(n: int, floor: int) -> int:
    if n <= floor:
        return floor
    e = n.bit_length() - 1
    unit = 1 << (e - e.bit_length())
    return -(-n // unit) * unit


def gcm_open(key: bytes, nonce: bytes, data: bytes, aad: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(nonce, data, aad)
    except InvalidTag:
        raise Refused("tag") from None


def account(server_key: bytes, name: str) -> bytes:
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
    return mac(hkdf(server_key, b"", b"carnet/1/server/accounts", 32), lp(" ".join(text.split()).encode()))


def recovery_secret(code: str) -> bytes:
    text = re.sub(r"[\s\-_.\u2010-\u2015]", "", code).upper()
    text = text.replace("O", "0").replace("I", "1").replace("L", "1")
    if len(text) != 34 or set(text) - set(ALPHABET):
        raise Refused("code")
    number = 0
    for digit in text[:32]:
        number = number * 32 + ALPHABET.index(digit)
    if ALPHABET.index(text[32]) * 32 + ALPHABET.index(text[33]) != number % 1021:
        raise Refused("code")
    return number.to_bytes(20)


def open_slot(slot: bytes, vault: bytes, share: bytes, *, passphrase: str = "", code: str = "") -> bytes:
    number, kind, memory, passes, lanes, salt, commit, wrapped = struct.unpack(">BBIII16s32s48s", slot)
    if number != 1:
        raise Refused("format")
    if kind == 1:
        if not (8 <= memory <= 1 << 20 and 1 <= passes <= 16 and 1 <= lanes <= 8 and memory >= 8 * lanes):
            raise Refused("cost")
        argon = Argon2id(salt=salt, length=32, iterations=passes, lanes=lanes, memory_cost=memory)
        secret = argon.derive(unicodedata.normalize("NFC", passphrase).encode()) + share
        info = b"carnet/1/slot/passphrase/" + vault
    else:
        secret, info = recovery_secret(code), b"carnet/1/slot/recovery/" + vault
    material = hkdf(secret, salt, info, 64)
    if not hmac.compare_digest(material[32:], commit):
        raise Refused("commit")
    return gcm_open(material[:32], bytes(12), wrapped, b"carnet slot" + vault + slot[:62])


def keys(master: bytes, vault: bytes) -> dict[str, bytes]:
    return {name: hkdf(master, vault, b"carnet/1/" + name.encode(), 32) for name in NAMES}


def unseal(key: bytes, seal: bytes, body: bytes, aad: bytes) -> bytes:
    if len(seal) != 81 or seal[0] != 1:
        raise Refused("format")
    salt, commit, tag = seal[1:33], seal[33:65], seal[65:]
    material = hkdf(key, salt, b"carnet/1/seal", 64)
    if not hmac.compare_digest(material[32:], commit):
        raise Refused("commit")
    return gcm_open(material[:32], bytes(12), body + tag, aad)


def parse_item(plaintext: bytes) -> tuple[str, str, bytes]:
    parts, at = [], 0
    for form in (">H", ">H", ">Q"):
        (length,) = struct.unpack_from(form, plaintext, at)
        at += struct.calcsize(form)
        parts.append(plaintext[at : at + length])
        at += length
    if at > len(plaintext) or any(plaintext[at:]):
        raise Refused("padding")
    return parts[0].decode(), parts[1].decode(), parts[2]


def row_aad(vault: bytes, tag: bytes, kind: bytes, position: int, version: int) -> bytes:
    return b"carnet row\x01" + vault + tag + kind + struct.pack(">QQ", position, version)


def unseal_chunks(
    key: bytes, vault: bytes, blob: bytes, header: dict[str, object], chunks: list[bytes]
) -> bytes:
    material = hkdf(key, bytes.fromhex(str(header["salt"])), b"carnet/1/chunks", 64)
    if material[32:].hex() != header["commit"] or len(chunks) != header["chunks"]:
        raise Refused("commit")
    out = b""
    for i, chunk in enumerate(chunks):
        nonce = struct.pack(">Q3xB", i, i == len(chunks) - 1)
        out += gcm_open(material[:32], nonce, chunk, b"carnet blob\x01" + vault + blob)
    length = int(str(header["length"]))
    if len(out) != pad(length, 256) or any(out[length:]):
        raise Refused("padding")
    return out[:length]


def open_delivery(private: bytes, sealed: bytes) -> tuple[str, str, bytes]:
    suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
    try:
        plaintext = suite.decrypt(
            sealed, X25519PrivateKey.from_private_bytes(private), info=b"carnet/1/inbox"
        )
    except InvalidTag:
        raise Refused("tag") from None
    return parse_item(plaintext)


def read_vault(
    database: Path, server_key: bytes | None, name: str, share: bytes, *, passphrase: str = "", code: str = ""
) -> tuple[list[tuple[str, str, bytes]], dict[str, bytes]]:
    """Every item by position, and every original by id. Without a server key: the only vault of a backup."""
    db = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        where, values = ("account = ?", (account(server_key, name),)) if server_key else ("1 = 1", ())
        found = db.execute(f"SELECT vault, head FROM vault WHERE {where}", values).fetchone()  # noqa: S608  fixed text
        if found is None:
            raise Refused("account")
        vault, head_bytes = found
        slots = dict(db.execute("SELECT type, body FROM slot WHERE vault = ?", (vault,)))
        master = open_slot(slots[2 if code else 1], vault, share, passphrase=passphrase, code=code)
        k = keys(master, vault)
        head = json.loads(
            unseal(k["head"], head_bytes[:81], head_bytes[81:], b"carnet head\x01" + vault).rstrip(b"\0")
        )
        digest = b"".join(bytes([t]) + struct.pack(">H", 110) + slots[t] for t in sorted(slots))
        if hashlib.sha256(digest).hexdigest() != head["slots"]:
            raise Refused("slots")
        items, total = [], 0
        columns = "tag, kind, position, version, seal, body"
        stored = db.execute(f"SELECT {columns} FROM sealed_row WHERE vault = ? ORDER BY position", (vault,))  # noqa: S608  fixed text
        for tag, kind, position, version, seal, body in stored:
            item = parse_item(unseal(k["rows"], seal, body, row_aad(vault, tag, kind, position, version)))
            if mac(k["tags"], lp(item[0].encode()) + lp(item[1].encode()))[:16] != tag:
                raise Refused("tag")
            if mac(k["kinds"], lp(item[0].encode()))[:16] != kind:
                raise Refused("kind")
            total += int.from_bytes(mac(k["sums"], tag + kind + struct.pack(">QQ", position, version) + seal))
            items.append(item)
        if len(items) != head["rows"] or (total % 2**256).to_bytes(32).hex() != head["sum"]:
            raise Refused("sum")
        originals = {}
        for _, ident, body in (item for item in items if item[0] == "blob"):
            blob = bytes.fromhex(ident)
            query = "SELECT body FROM chunk WHERE vault = ? AND blob = ? ORDER BY number"
            chunks = [row[0] for row in db.execute(query, (vault, blob))]
            originals[ident] = unseal_chunks(k["chunks"], vault, blob, json.loads(body), chunks)
            if mac(k["content"], originals[ident])[:16] != blob:
                raise Refused("content")
        return items, originals
    finally:
        db.close()
