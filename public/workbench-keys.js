/* Signing keys are made and used in this page only. The private half leaves it encrypted under a passphrase that
   is never sent; the passphrase fields have no name, so that no form carries them. */
(() => {
  "use strict";

  const ITERATIONS = 600000;
  const SHORTEST = 12;
  const maker = document.querySelector("[data-make-key]");
  const signers = [...document.querySelectorAll("[data-sign]")];
  if (!maker && !signers.length) return;

  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const base64 = (data) => btoa(String.fromCharCode(...new Uint8Array(data)));

  const able = async () => {
    if (!window.isSecureContext || !window.crypto || !crypto.subtle) return false;
    try {
      await crypto.subtle.generateKey({ name: "Ed25519" }, false, ["sign", "verify"]);
      return true;
    } catch {
      return false;
    }
  };

  const wrapping = async (passphrase, salt, iterations) => {
    const raw = new TextEncoder().encode(passphrase.normalize("NFKC"));
    const secret = await crypto.subtle.importKey("raw", raw, "PBKDF2", false, ["deriveKey"]);
    return crypto.subtle.deriveKey(
      { name: "PBKDF2", hash: "SHA-256", salt, iterations }, secret, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"],
    );
  };

  /* The public half is bound to the sealed one, so that neither can be exchanged alone. */
  const made = async (passphrase) => {
    const pair = await crypto.subtle.generateKey({ name: "Ed25519" }, true, ["sign", "verify"]);
    const secret = new Uint8Array(await crypto.subtle.exportKey("pkcs8", pair.privateKey));
    const open = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
    const salt = crypto.getRandomValues(new Uint8Array(16));
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const key = await wrapping(passphrase, salt, ITERATIONS);
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: open }, key, secret);
    secret.fill(0);
    return {
      format: "carnet key 1", kdf: "PBKDF2", hash: "SHA-256", iterations: ITERATIONS, salt: base64(salt),
      cipher: "AES-GCM", iv: base64(iv), sealed: base64(sealed), public: base64(open),
    };
  };

  const opened = async (kept, passphrase) => {
    const key = await wrapping(passphrase, bytes(kept.salt), kept.iterations);
    const secret = new Uint8Array(await crypto.subtle.decrypt(
      { name: "AES-GCM", iv: bytes(kept.iv), additionalData: bytes(kept.public) }, key, bytes(kept.sealed),
    ));
    const found = await crypto.subtle.importKey("pkcs8", secret, { name: "Ed25519" }, false, ["sign"]);
    secret.fill(0);
    return found;
  };

  const say = (form, name) => {
    const place = form.querySelector("[data-told]");
    place.textContent = name ? form.dataset[name] : "";
    place.hidden = !name;
  };

  const download = (form, kept) => {
    const link = form.querySelector("[data-download]");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(kept, null, 1)], { type: "application/json" }));
    link.hidden = false;
  };

  const busy = (form, on) => {
    for (const button of form.querySelectorAll("button")) button.disabled = on;
  };

  const make = (form) => {
    const [first, again] = form.querySelectorAll("input[type=password]");
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (first.value.length < SHORTEST) return say(form, "short");
      if (first.value !== again.value) return say(form, "differ");
      busy(form, true);
      say(form, "working");
      const kept = await made(first.value);
      form.elements.namedItem("sealed").value = JSON.stringify(kept);
      first.value = again.value = "";
      form.submit();
    });
  };

  const keptKey = async (form) => {
    const file = form.querySelector("input[type=file]");
    if (file && file.files.length) return JSON.parse(await file.files[0].text());
    return form.dataset.sealed ? JSON.parse(form.dataset.sealed) : null;
  };

  const sign = (form) => {
    const passphrase = form.querySelector("input[type=password]");
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      let kept = null;
      try { kept = await keptKey(form); } catch { /* told below */ }
      if (!kept || !kept.sealed) return say(form, "nokey");
      if (kept.public !== form.dataset.public) return say(form, "otherkey");
      busy(form, true);
      say(form, "working");
      try {
        const key = await opened(kept, passphrase.value);
        const statement = new TextEncoder().encode(form.dataset.statement);
        const value = await crypto.subtle.sign({ name: "Ed25519" }, key, statement);
        form.elements.namedItem("signature").value = base64(value);
        passphrase.value = "";
      } catch {
        busy(form, false);
        return say(form, "wrong");
      }
      form.submit();
    });
  };

  able().then((yes) => {
    for (const form of [maker, ...signers].filter(Boolean)) {
      form.querySelector("[data-cannot]").hidden = yes;
      form.querySelector("[data-can]").hidden = !yes;
      if (!yes) continue;
      if (form === maker) make(form); else sign(form);
    }
    const saved = document.querySelector("[data-sealed-key]");
    if (saved && saved.dataset.sealedKey) download(saved, JSON.parse(saved.dataset.sealedKey));
  });
})();
