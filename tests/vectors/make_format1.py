"""Made `format1/` once, when format 1 was released. It is kept to say how; it is not to be run again."""

import json
import tempfile
from pathlib import Path

from tests.fakes.vaults import PASSPHRASE, House
from vault.unlocked import Item

if __name__ == "__main__":
    target = Path(__file__).parent / "format1"
    with tempfile.TemporaryDirectory() as folder:
        house = House(Path(folder))
        vault, code = house.vaults.create("Zoé", PASSPHRASE, profile=b"{}")
        items = [Item("document", f"d{i}", f"synthetic {i}".encode()) for i in range(3)]
        vault.put_many(items)
        blob = vault.put_blob(b"synthetic original")
        house.vaults.deliver("zoé", Item("step", "s1", b"delivered"))
        house.vaults.close()
        (target / "secrets").mkdir(parents=True)
        (target / "store.sqlite").write_bytes((house.data / "carnet.db").read_bytes())
        for path in sorted((Path(folder) / "secrets").rglob("*")):
            if path.is_file() and path.name != "anchors.lock":
                place = target / "secrets" / path.relative_to(Path(folder) / "secrets")
                place.parent.mkdir(exist_ok=True)
                place.write_bytes(path.read_bytes())
        facts = {
            "name": "Zoé", "passphrase": PASSPHRASE, "code": code, "blob": blob.id,
            "original": "synthetic original",
            "items": [[item.kind, item.id, item.body.decode()] for item in items],
        }  # fmt: skip
        (target / "facts.txt").write_text(json.dumps(facts, ensure_ascii=False, indent=1), "utf-8")
