/* What our pages can do better with scripts. Without this file every page still works. */
(() => {
  "use strict";

  /* The chat remembers a theme; pages beside it follow. */
  try {
    const theme = localStorage.getItem("vite-ui-theme");
    if (theme === "dark" || theme === "light") document.documentElement.classList.add(theme);
  } catch {
    /* storage is off: the system's scheme it is */
  }

  const all = (selector) => document.querySelectorAll(selector);
  const { copied, show, hide } = document.body.dataset;

  for (const button of all("[data-reveal]")) {
    const input = document.getElementById(button.dataset.reveal);
    button.hidden = false;
    button.addEventListener("click", () => {
      const shown = input.type === "text";
      input.type = shown ? "password" : "text";
      button.setAttribute("aria-pressed", String(!shown));
      button.textContent = shown ? show : hide;
      input.focus();
    });
    input.form.addEventListener("submit", () => {
      input.type = "password";
    });
  }

  for (const input of all("[data-meter]")) {
    const meter = document.getElementById(input.dataset.meter);
    const words = meter.querySelector(".words");
    let timer, latest = 0;
    const judge = async () => {
      const turn = ++latest;
      const body = new URLSearchParams({ passphrase: input.value });
      const name = input.form.elements.namedItem("name");
      if (name) body.set("name", name.value);
      try {
        const answer = await fetch("/register/strength", { method: "POST", body });
        if (!answer.ok || turn !== latest) return;
        const judged = await answer.json();
        meter.dataset.level = input.value ? judged.level : "";
        words.textContent = judged.text;
      } catch {
        /* the form itself is judged again when it is sent */
      }
    };
    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(judge, 250);
    });
  }

  for (const button of all("[data-copy]")) {
    if (!navigator.clipboard) continue;
    const label = button.textContent;
    const status = button.parentElement.querySelector("[data-copy-status]");
    button.hidden = false;
    button.addEventListener("click", async () => {
      const written = document.getElementById(button.dataset.copyFrom);
      await navigator.clipboard.writeText(written ? written.value : button.dataset.copy);
      button.textContent = copied;
      if (status) status.textContent = copied;
      setTimeout(() => {
        button.textContent = label;
        if (status) status.textContent = "";
      }, 2000);
    });
  }

  /* A letter prints as text, as it stands after the person's changes. */
  for (const area of all("[data-letter]")) {
    const twin = area.parentElement.querySelector("[data-letter-print]");
    area.addEventListener("input", () => { twin.textContent = area.value; });
  }

  for (const button of all("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }

  for (const button of all("[data-save]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const text = document.getElementById(button.dataset.save).textContent;
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
      link.download = button.dataset.file;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    });
  }

  for (const button of all("[data-busy]")) {
    button.form.addEventListener("submit", () => button.setAttribute("aria-busy", "true"));
  }

  for (const picture of all("[data-picture]")) {
    const fails = () => {
      picture.hidden = true;
      picture.parentElement.querySelector(".marks")?.setAttribute("hidden", "");
      picture.parentElement.querySelector(".picture-fails").hidden = false;
    };
    if (picture.complete && !picture.naturalWidth) fails();
    else picture.addEventListener("error", fails);
  }

  const mark = document.querySelector("[data-mark]");
  /* The sheet scrolls so that the mark is in its middle (its beginning, when it is wider); the page only if it must. */
  const toMark = () => {
    const sheet = mark.closest(".scroller");
    if (sheet) {
      const at = mark.getBoundingClientRect(), frame = sheet.getBoundingClientRect();
      sheet.scrollTop += at.top - frame.top - (frame.height - at.height) / 2;
      sheet.scrollLeft += at.left - frame.left - Math.max(12, (frame.width - at.width) / 2);
    }
    mark.scrollIntoView({ block: sheet ? "nearest" : "center", inline: "nearest" });
  };
  if (mark && !location.hash) {
    const picture = document.querySelector("[data-picture]");
    if (picture && !picture.complete) picture.addEventListener("load", toMark, { once: true });
    else toMark();
  }

  const first = document.querySelector("[data-focus]");
  if (first) first.focus();
})();
