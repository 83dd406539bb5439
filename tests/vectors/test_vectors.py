"""Known answers, read by Carnet and by a reader that was made from docs/vault-format.md alone."""

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.clock import SystemClock
from core.errors import AppError
from tests.fakes.vaults import PASSPHRASE, House
from tests.vectors import reader
from vault.format import Slot, chunk_context, padded_bytes, row_context, slots_digest, unframe
from vault.head import unseal_head
from vault.inbox import open_delivery
from vault.keys import (
    KdfCost,
    Keyring,
    ServerKeys,
    Stretcher,
    open_passphrase_slot,
    open_recovery_slot,
)
from vault.recovery import read_code
from vault.seal import ChunkKey, Sealed, committed_key, unseal, unseal_chunks
from vault.store import Vaults
from vault.unlocked import Item

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("*.json"))
Case = dict[str, Any]  # one known-answer file
CHEAP = Stretcher(KdfCost.CHEAP)


def b(case: Case, name: str) -> bytes:
    return bytes.fromhex(case[name])


def ring(case: Case) -> Keyring:
    return Keyring.of(b(case, "vault"), b(case, "master"))


def ours_row(case: Case) -> None:
    keyring = ring(case)
    pins = (b(case, "tag"), b(case, "kind"), case["position"], case["version"])
    sealed = Sealed(b(case, "seal"), b(case, "body"))
    item = unframe(unseal(keyring.rows, row_context(b(case, "vault"), *pins), sealed))
    assert [item.kind, item.id, item.body.hex()] == case["item"]
    assert keyring.leaf(*pins, sealed.seal).to_bytes(32).hex() == case["leaf"]
    assert (keyring.tag(item.kind, item.id), keyring.kind_tag(item.kind)) == pins[:2]


def theirs_row(case: Case) -> None:
    k = reader.keys(b(case, "master"), b(case, "vault"))
    pins = (b(case, "tag"), b(case, "kind"), case["position"], case["version"])
    aad = reader.row_aad(b(case, "vault"), *pins)
    kind, name, body = reader.parse_item(reader.unseal(k["rows"], b(case, "seal"), b(case, "body"), aad))
    assert [kind, name, body.hex()] == case["item"]


def ours_head(case: Case) -> None:
    head = unseal_head(ring(case), b(case, "stored"))
    assert {
        "counter": head.counter, "rows": head.rows, "position": head.position,
        "sum": head.sum.to_bytes(32).hex(), "slots": head.slots.hex(),
    } == case["head"]  # fmt: skip


def theirs_head(case: Case) -> None:
    key, stored = reader.keys(b(case, "master"), b(case, "vault"))["head"], b(case, "stored")
    plain = reader.unseal(key, stored[:81], stored[81:], b"carnet head\x01" + b(case, "vault"))
    assert json.loads(plain.rstrip(b"\0")) == case["head"]


def ours_slot(case: Case) -> None:
    slot = Slot.decode(b(case, "slot"))
    master = open_passphrase_slot(slot, b(case, "vault"), case["passphrase"], b(case, "share"), CHEAP)
    if master is None:
        raise AppError("wrong")
    assert master.hex() == case["master"]


def theirs_slot(case: Case) -> None:
    if len(case["slot"]) != 220:
        raise reader.Refused("length")
    master = reader.open_slot(
        b(case, "slot"), b(case, "vault"), b(case, "share"), passphrase=case["passphrase"]
    )
    assert master.hex() == case["master"]


def ours_recovery(case: Case) -> None:
    secret = read_code(case["code"])
    master = open_recovery_slot(Slot.decode(b(case, "slot")), b(case, "vault"), secret)
    if master is None:
        raise AppError("wrong")
    assert master.hex() == case["master"]


def theirs_recovery(case: Case) -> None:
    master = reader.open_slot(b(case, "slot"), b(case, "vault"), b"", code=case["code"])
    assert master.hex() == case["master"]


def ours_blob(case: Case) -> None:
    key = ChunkKey(b(case, "salt"), b(case, "commit"), case["length"], case["count"])
    context = chunk_context(b(case, "vault"), b(case, "blob"))
    chunks = [bytes.fromhex(chunk) for chunk in case["chunks"]]
    assert unseal_chunks(ring(case).chunks, context, key, chunks).hex() == case["data"]
    assert ring(case).content_id(b(case, "data")) == b(case, "blob")


def theirs_blob(case: Case) -> None:
    header = {
        "salt": case["salt"],
        "commit": case["commit"],
        "length": case["length"],
        "chunks": case["count"],
    }
    k = reader.keys(b(case, "master"), b(case, "vault"))
    chunks = [bytes.fromhex(chunk) for chunk in case["chunks"]]
    data = reader.unseal_chunks(k["chunks"], b(case, "vault"), b(case, "blob"), header, chunks)
    assert data.hex() == case["data"]


def ours_delivery(case: Case) -> None:
    item = open_delivery(ring(case).inbox_key(), b(case, "sealed"))
    assert [item.kind, item.id, item.body.hex()] == case["item"]
    assert ring(case).inbox_public() == b(case, "inbox_key")


def theirs_delivery(case: Case) -> None:
    private = reader.keys(b(case, "master"), b(case, "vault"))["inbox"]
    kind, name, body = reader.open_delivery(private, b(case, "sealed"))
    assert [kind, name, body.hex()] == case["item"]


def ours_padding(case: Case) -> None:
    assert {n: padded_bytes(int(n), case["floor"]) for n in case["sizes"]} == case["sizes"]


def theirs_padding(case: Case) -> None:
    assert {n: reader.pad(int(n), case["floor"]) for n in case["sizes"]} == case["sizes"]


def ours_account(case: Case) -> None:
    server = ServerKeys.of(b(case, "server_key"))
    assert {name: server.account(name).hex() for name in case["accounts"]} == case["accounts"]


def theirs_account(case: Case) -> None:
    key = b(case, "server_key")
    assert {name: reader.account(key, name).hex() for name in case["accounts"]} == case["accounts"]


def ours_lookup(case: Case) -> None:
    assert ring(case).lookup(case["purpose"], b(case, "data")) == case["hmac"]


def theirs_lookup(case: Case) -> None:
    key = reader.keys(b(case, "master"), b(case, "vault"))["lookups"]
    message = reader.lp(case["purpose"].encode()) + reader.lp(b(case, "data"))
    assert reader.mac(key, message).hex() == case["hmac"]


def ours_slots(case: Case) -> None:
    digest = slots_digest({1: b(case, "passphrase_slot"), 2: b(case, "recovery_slot")})
    assert digest.hex() == case["digest"]


def theirs_slots(case: Case) -> None:
    slots = {1: b(case, "passphrase_slot"), 2: b(case, "recovery_slot")}
    digest = b"".join(bytes([kind]) + (110).to_bytes(2) + slots[kind] for kind in sorted(slots))
    assert hashlib.sha256(digest).hexdigest() == case["digest"]


def ours_two_keys(case: Case) -> None:
    """The ciphertext really opens under both keys; the seal opens under the one it commits to."""
    sealed, context = Sealed(b(case, "seal"), b(case, "body")), b(case, "context")
    for key in (b(case, "first"), b(case, "second")):
        own, _ = committed_key(key, salt=sealed.seal[1:33], info=b"carnet/1/seal")
        assert AESGCM(own).decrypt(bytes(12), sealed.body + sealed.seal[-16:], context)
    assert unseal(b(case, "first"), context, sealed)
    unseal(b(case, "second"), context, sealed)


def theirs_two_keys(case: Case) -> None:
    reader.unseal(b(case, "second"), b(case, "seal"), b(case, "body"), b(case, "context"))


OURS: dict[str, Callable[[Case], None]] = {
    "row": ours_row, "head": ours_head, "slot": ours_slot, "recovery": ours_recovery, "blob": ours_blob,
    "delivery": ours_delivery, "padding": ours_padding, "account": ours_account, "lookup": ours_lookup,
    "slots": ours_slots, "two_keys": ours_two_keys,
}  # fmt: skip
THEIRS: dict[str, Callable[[Case], None]] = {
    "row": theirs_row, "head": theirs_head, "slot": theirs_slot, "recovery": theirs_recovery,
    "blob": theirs_blob, "delivery": theirs_delivery, "padding": theirs_padding, "account": theirs_account,
    "lookup": theirs_lookup, "slots": theirs_slots, "two_keys": theirs_two_keys,
}  # fmt: skip


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_carnet_gives_the_known_answer(path: Path) -> None:
    case = json.loads(path.read_text("utf-8"))
    if case["expect"] == "ok":
        OURS[case["operation"]](case)
        return

    with pytest.raises(AppError) as raised:
        OURS[case["operation"]](case)
    assert case["expect"] == raised.value.code


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_stranger_reads_the_same_from_the_document(path: Path) -> None:
    case = json.loads(path.read_text("utf-8"))
    if case["expect"] == "ok":
        THEIRS[case["operation"]](case)
        return

    with pytest.raises(reader.Refused):
        THEIRS[case["operation"]](case)


def test_a_stranger_reads_a_whole_vault(tmp_path: Path) -> None:
    """Items, order, originals, passphrase, recovery code and backup, all from the document."""
    house = House(tmp_path)
    vault, code = house.vaults.create("Zoé", PASSPHRASE, profile=b"{}")
    original = bytes(range(256)) * 5000
    vault.put_many([Item("document", f"d{i}", bytes([i]) * i * 50) for i in range(20)])
    vault.put_many([Item("document", "d3", b"newer")], remove=[("document", "d4")])
    blob = vault.put_blob(original).id
    house.vaults.backup(vault, tmp_path / "backup")
    share = (tmp_path / "secrets" / "shares" / vault.vault_id).read_bytes()
    server = (tmp_path / "secrets" / "server.key").read_bytes()
    house.vaults.close()

    database = house.data / "carnet.db"
    items, originals = reader.read_vault(database, server, "ZOÉ", share, passphrase=PASSPHRASE)
    documents = [(name, body) for kind, name, body in items if kind == "document"]
    assert [(f"d{i}", b"newer" if i == 3 else bytes([i]) * i * 50) for i in range(20) if i != 4] == documents
    assert {blob: original} == originals
    assert items == reader.read_vault(database, server, "zoé", b"", code=code)[0]
    assert originals == reader.read_vault(tmp_path / "backup", None, "", b"", code=code)[1]
    with pytest.raises(reader.Refused):
        reader.read_vault(database, server, "zoé", share, passphrase="sept pommes vertes")


def test_what_format_1_sealed_still_opens(tmp_path: Path) -> None:
    """A store made when format 1 was released, kept here for good, opens in every later version."""
    shutil.copy(HERE / "format1" / "store.sqlite", tmp_path / "carnet.db")
    shutil.copytree(HERE / "format1" / "secrets", tmp_path / "secrets")
    facts = json.loads((HERE / "format1" / "facts.txt").read_text("utf-8"))
    url = f"sqlite:///{tmp_path / 'carnet.db'}"
    vaults = Vaults(url, tmp_path / "secrets", clock=SystemClock(), kdf=KdfCost.CHEAP)

    vault = vaults.open(facts["name"], facts["passphrase"])
    assert facts["items"] == [[item.kind, item.id, item.body.decode()] for item in vault.items("document")]
    assert facts["original"] == vault.blob(facts["blob"]).decode()
    assert vault.verify().rows
    vaults.open_with_recovery(facts["name"], facts["code"])
    vaults.close()
