/* A draft is kept as one types; nothing is lost on reload. Without this file the form saves with its button. */
(() => {
  "use strict";

  const form = document.querySelector("[data-draft]");
  if (!form) return;

  const { draft, offline, saving, restored, newer, gone, clash } = form.dataset;
  const find = (selector) => form.querySelector(selector);
  const editor = form.elements.namedItem("content");
  const why = form.elements.namedItem("why");
  const revision = form.elements.namedItem("revision");
  const status = find("[data-saved]");
  const conflict = find("[data-conflict]");
  const key = `carnet-draft-${draft}`;
  const beforeKey = `${key}-before`;
  let dirty = false, busy = false, stopped = false, timer;

  const kept = (name) => {
    try { return JSON.parse(sessionStorage.getItem(name)); } catch { return null; }
  };
  const keep = (name, value) => {
    try {
      if (value === null) sessionStorage.removeItem(name);
      else sessionStorage.setItem(name, JSON.stringify(value));
    } catch { /* storage is off: the server's copy is the one there is */ }
  };

  const show = (answer) => {
    revision.value = answer.revision;
    for (const twin of document.querySelectorAll("[data-revision]")) twin.value = answer.revision;
    status.textContent = answer.saved;
    for (const part of ["problems", "changes", "preview"]) {
      document.querySelector(`[data-part="${part}"]`).innerHTML = answer[part];
    }
  };

  /* Somebody else wrote: the person chooses. Anything else that refuses a save is only told. */
  const stop = ({ detail, text }) => {
    const meanwhile = detail === "changed_meanwhile";
    stopped = true;
    conflict.hidden = false;
    status.textContent = "";
    find("[data-choice]").hidden = !meanwhile;
    find("[data-conflict-text]").textContent = meanwhile ? clash : text;
    conflict.focus();
  };

  const save = async (over = false) => {
    clearTimeout(timer);
    if (busy || stopped || !dirty) return;
    busy = true;
    dirty = false;
    status.textContent = saving;
    const address = `/workbench/draft/${draft}/save`;
    try {
      const body = new URLSearchParams(new FormData(form));
      if (over) body.set("over", "1");
      const answer = await fetch(address, { method: "POST", body, headers: { accept: "application/json" } });
      if (answer.ok) {
        show(await answer.json());
        if (!dirty) keep(key, null);
      } else if (answer.status === 401) {
        dirty = true;
        status.textContent = gone;
      } else {
        dirty = true;
        stop(await answer.json());
      }
    } catch {
      dirty = true;
      status.textContent = offline;
      timer = setTimeout(() => save(), 5000);
    }
    busy = false;
    if (dirty && !stopped && status.textContent === saving) timer = setTimeout(() => save(), 700);
  };

  const changed = () => {
    dirty = true;
    keep(key, { content: editor.value, why: why.value, revision: revision.value });
    clearTimeout(timer);
    timer = setTimeout(() => save(), 700);
  };
  form.addEventListener("input", changed);

  find("[data-save-now]").addEventListener("click", (event) => {
    event.preventDefault();
    dirty = true;
    save();
  });

  /* Other forms of this page leave it: what is typed is saved first. */
  for (const other of document.querySelectorAll("[data-leaves-draft]")) {
    other.addEventListener("submit", async (event) => {
      if (!dirty || stopped) return;
      event.preventDefault();
      while (busy) await new Promise((done) => setTimeout(done, 50));
      await save();
      other.submit();
    });
  }

  /* What was typed and not saved when the page went away. */
  const before = (text) => {
    const place = find("[data-before]");
    place.hidden = false;
    place.querySelector("textarea").value = text;
  };
  if (editor.value !== editor.defaultValue || why.value !== why.defaultValue) changed();
  const last = kept(key);
  if (last && (last.content !== editor.value || last.why !== why.value)) {
    if (last.revision === revision.value) {
      editor.value = last.content;
      why.value = last.why;
      dirty = true;
      save().then(() => { status.textContent = `${restored} ${status.textContent}`; });
    } else {
      keep(beforeKey, last.content);
    }
  }
  const old = kept(beforeKey);
  if (old && old !== editor.value) before(old);

  find("[data-theirs]").addEventListener("click", () => {
    keep(beforeKey, editor.value);
    keep(key, null);
    location.reload();
  });
  find("[data-mine]").addEventListener("click", async () => {
    const answer = await fetch(`/workbench/draft/${draft}/presence`, { headers: { accept: "application/json" } });
    if (!answer.ok) return;
    revision.value = (await answer.json()).revision;
    stopped = false;
    conflict.hidden = true;
    dirty = true;
    await save(true);
    editor.focus();
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-line]");
    if (!button) return;
    const lines = editor.value.split("\n");
    const number = Math.min(Number(button.dataset.line), lines.length);
    const start = lines.slice(0, number - 1).reduce((sum, line) => sum + line.length + 1, 0);
    editor.focus();
    editor.setSelectionRange(start, start + lines[number - 1].length);
    const height = editor.scrollHeight / lines.length;
    editor.scrollTop = Math.max(0, (number - 4) * height);
  });

  const look = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(`/workbench/draft/${draft}/presence`, { headers: { accept: "application/json" } });
      if (!answer.ok) return;
      const seen = await answer.json();
      const others = find("[data-others]");
      const moved = seen.by && !busy && Number(seen.revision) > Number(revision.value);
      const text = moved ? newer.replace("{name}", seen.by) : seen.others;
      if (others.textContent !== text) others.textContent = text;
    } catch { /* the next look will tell */ }
  };
  setInterval(look, 10000);
})();
