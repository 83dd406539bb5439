"""Write the known-answer files: `python -m tests.vectors.generate`. A released case never changes."""

import hashlib
import json
import sys
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from vault.format import Head, Item, frame, head_context, padded_bytes, row_context, slots_digest
from vault.inbox import seal_for
from vault.keys import KdfCost, Keyring, ServerKeys, Stretcher, passphrase_slot, recovery_slot
from vault.recovery import write_code
from vault.seal import Sealed, seal, seal_chunks

HERE = Path(__file__).parent
VAULT, MASTER, SHARE = bytes(range(16)), bytes(range(32)), bytes(range(100, 132))
SALT, SLOT_SALT, SECRET = bytes(range(50, 82)), bytes(range(200, 216)), bytes(range(20))
PASSPHRASE = "sept pommes bleues sous la lune é"
ITEM = Item("document", "0123456789abcdef", b"synthetic, nobody's")


def flip(data: bytes, at: int) -> bytes:
    changed = bytearray(data)
    changed[at] ^= 1
    return bytes(changed)


def write(name: str, **fields: object) -> None:
    shown = {key: value.hex() if isinstance(value, bytes) else value for key, value in fields.items()}
    (HERE / f"{name}.json").write_text(json.dumps(shown, indent=1, ensure_ascii=False) + "\n", "utf-8")


def rows(keyring: Keyring) -> None:
    tag, kind = keyring.tag(ITEM.kind, ITEM.id), keyring.kind_tag(ITEM.kind)
    sealed = seal(keyring.rows, row_context(VAULT, tag, kind, 7, 3), frame(ITEM), salt=SALT)
    good: dict[str, object] = {
        "operation": "row", "vault": VAULT, "master": MASTER, "tag": tag, "kind": kind, "position": 7,
        "version": 3, "seal": sealed.seal, "body": sealed.body,
        "leaf": keyring.leaf(tag, kind, 7, 3, sealed.seal).to_bytes(32),
    }  # fmt: skip
    write("row", **good, expect="ok", item=[ITEM.kind, ITEM.id, ITEM.body.hex()])
    for name, change, code in (
        ("row_body_flipped", {"body": flip(sealed.body, 5)}, "seal_broken"),
        ("row_tag_flipped", {"seal": flip(sealed.seal, 80)}, "seal_broken"),
        ("row_commitment_flipped", {"seal": flip(sealed.seal, 40)}, "seal_broken"),
        ("row_salt_flipped", {"seal": flip(sealed.seal, 2)}, "seal_broken"),
        ("row_truncated", {"body": sealed.body[:-1]}, "seal_broken"),
        ("row_seal_short", {"seal": sealed.seal[:-1]}, "seal_broken"),
        ("row_format_2", {"seal": b"\x02" + sealed.seal[1:]}, "format_unknown"),
        ("row_moved", {"position": 8}, "seal_broken"),
        ("row_replayed_as_newer", {"version": 4}, "seal_broken"),
        ("row_at_another_tag", {"tag": flip(tag, 0)}, "seal_broken"),
        ("row_of_another_kind", {"kind": flip(kind, 0)}, "seal_broken"),
        ("row_of_another_vault", {"vault": flip(VAULT, 0)}, "seal_broken"),
        ("row_under_another_key", {"master": flip(MASTER, 0)}, "seal_broken"),
    ):
        write(name, **good | change, expect=code)
    dirty = frame(ITEM)[:-1] + b"\x01"
    sealed = seal(keyring.rows, row_context(VAULT, tag, kind, 7, 3), dirty, salt=SALT)
    change = {"seal": sealed.seal, "body": sealed.body, "leaf": b""}
    write("row_padding_not_zero", **good | change, expect="seal_broken")


def head(keyring: Keyring) -> None:
    value = Head(counter=5, rows=2, sum=(1 << 255) + 3, position=9, slots=bytes(32))
    sealed = seal(keyring.head, head_context(VAULT), value.encode(), salt=SALT)
    good: dict[str, object] = {"operation": "head", "vault": VAULT, "master": MASTER}
    stored = sealed.seal + sealed.body
    fields = {
        "counter": 5,
        "rows": 2,
        "sum": value.sum.to_bytes(32).hex(),
        "position": 9,
        "slots": bytes(32).hex(),
    }
    write("head", **good, stored=stored, expect="ok", head=fields, tip=hashlib.sha256(stored).digest())
    write("head_flipped", **good, stored=flip(stored, 100), expect="seal_broken")
    write("head_truncated", **good, stored=stored[:80], expect="seal_broken")
    as_row = seal(keyring.head, row_context(VAULT, bytes(16), bytes(16), 0, 0), value.encode(), salt=SALT)
    write("head_made_of_a_row", **good, stored=as_row.seal + as_row.body, expect="seal_broken")


def slots(keyring: Keyring) -> None:
    made = passphrase_slot(keyring, PASSPHRASE, SHARE, Stretcher(KdfCost.CHEAP), salt=SLOT_SALT).encode()
    good: dict[str, object] = {
        "operation": "slot", "vault": VAULT, "slot": made, "share": SHARE, "passphrase": PASSPHRASE,
    }  # fmt: skip
    write("slot_passphrase", **good, expect="ok", master=MASTER)
    write("slot_decomposed_letters", **good | {"passphrase": "sept pommes bleues sous la lune e\u0301"},
          expect="ok", master=MASTER)  # fmt: skip
    strong = passphrase_slot(keyring, PASSPHRASE, SHARE, Stretcher(KdfCost.STRONG), salt=SLOT_SALT).encode()
    write("slot_passphrase_strong", **good | {"slot": strong}, expect="ok", master=MASTER)
    for name, change, code in (
        ("slot_wrong_passphrase", {"passphrase": "six pommes bleues sous la lune"}, "wrong"),
        ("slot_wrong_share", {"share": bytes(32)}, "wrong"),
        ("slot_of_another_vault", {"vault": flip(VAULT, 3)}, "wrong"),
        ("slot_commitment_flipped", {"slot": flip(made, 40)}, "wrong"),
        ("slot_wrapped_flipped", {"slot": flip(made, 70)}, "slot_damaged"),
        ("slot_truncated", {"slot": made[:-1]}, "slot_damaged"),
        ("slot_format_2", {"slot": b"\x02" + made[1:]}, "format_unknown"),
        ("slot_cost_enormous", {"slot": made[:2] + b"\xff" + made[3:]}, "slot_damaged"),
    ):
        write(name, **good | change, expect=code)
    recovery = recovery_slot(keyring, SECRET, salt=SLOT_SALT).encode()
    again: dict[str, object] = {"operation": "recovery", "vault": VAULT, "slot": recovery}
    code = write_code(SECRET)
    write("recovery", **again, code=code, expect="ok", master=MASTER)
    write("recovery_as_people_type_it", **again, code=f" {code.lower().replace('-', ' ').replace('0', 'o')} ",
          expect="ok", master=MASTER)  # fmt: skip
    write("recovery_mistyped", **again, code=code[:-1] + ("0" if code[-1] != "0" else "1"),
          expect="recovery_code_mistyped")  # fmt: skip
    write("recovery_of_another", **again, code=write_code(flip(SECRET, 0)), expect="wrong")
    both = {1: made, 2: recovery}
    write("slots_digest", operation="slots", passphrase_slot=made, recovery_slot=recovery, expect="ok",
          digest=slots_digest(both))  # fmt: skip


def blobs(keyring: Keyring) -> None:
    data = b"%PDF synthetic " * 20
    blob = keyring.content_id(data)
    header, bodies = seal_chunks(keyring.chunks, b"carnet blob\x01" + VAULT + blob, data, salt=SALT)
    good: dict[str, object] = {
        "operation": "blob", "vault": VAULT, "master": MASTER, "blob": blob, "salt": SALT,
        "commit": header.commit, "length": header.length, "count": header.chunks,
    }  # fmt: skip
    (chunk,) = bodies
    write("blob", **good, chunks=[chunk.hex()], expect="ok", data=data)
    write("blob_flipped", **good, chunks=[flip(chunk, 9).hex()], expect="seal_broken")
    write("blob_chunk_missing", **good, chunks=[], expect="seal_broken")
    write("blob_chunk_repeated", **good | {"count": 2}, chunks=[chunk.hex()] * 2, expect="seal_broken")
    write(
        "blob_of_another_vault",
        **good | {"vault": flip(VAULT, 0)},
        chunks=[chunk.hex()],
        expect="seal_broken",
    )


def rest(keyring: Keyring) -> None:
    sizes = [0, 1, 256, 257, 1000, 4097, 65537, 1_000_000, (1 << 20) + 1, 123_456_789]
    write(
        "padding", operation="padding", floor=256, expect="ok", sizes={str(n): padded_bytes(n) for n in sizes}
    )
    server = ServerKeys.of(MASTER)
    names = ["Chloé  MARTIN ", "chloe\u0301 martin", "Straße", "عائشة"]
    write("account", operation="account", server_key=MASTER, expect="ok",
          accounts={name: server.account(name).hex() for name in names})  # fmt: skip
    write("lookup", operation="lookup", vault=VAULT, master=MASTER, purpose="facts", data=b"x", expect="ok",
          hmac=keyring.lookup("facts", b"x"))  # fmt: skip
    path = HERE / "delivery.json"
    known = json.loads(path.read_text("utf-8"))["sealed"] if path.exists() else None
    sealed = (
        bytes.fromhex(known) if known else seal_for(keyring.inbox_public(), ITEM)
    )  # HPKE draws its own key
    public = X25519PrivateKey.from_private_bytes(keyring.inbox).public_key().public_bytes_raw()
    good: dict[str, object] = {"operation": "delivery", "vault": VAULT, "master": MASTER, "inbox_key": public}
    write("delivery", **good, sealed=sealed, expect="ok", item=[ITEM.kind, ITEM.id, ITEM.body.hex()])
    write("delivery_flipped", **good, sealed=flip(sealed, 50), expect="delivery_broken")
    write("delivery_short", **good, sealed=sealed[:20], expect="delivery_broken")


def two_keys() -> None:
    """One GCM ciphertext that opens under two keys; only the commitment says which was meant."""
    from tests.vectors.twokeys import sealed_under_two

    first, second, context = MASTER, flip(MASTER, 0), b"carnet row"
    sealed: Sealed = sealed_under_two(first, second, context, salt=SALT)
    write("two_keys", operation="two_keys", first=first, second=second, context=context,
          seal=sealed.seal, body=sealed.body, expect="seal_broken")  # fmt: skip


if __name__ == "__main__":
    ring = Keyring.of(VAULT, MASTER)
    for part in (rows, head, slots, blobs, rest):
        part(ring)
    two_keys()
    sys.stdout.write(f"{len(list(HERE.glob('*.json')))} cases\n")
