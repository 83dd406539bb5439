/* Carnet on top of the chat framework: source panel, status line, names for unnamed buttons, spoken answers.
   No dependency, nothing remote. Everything degrades to plain links when this file does not run. */
(() => {
  "use strict";

  const French = document.documentElement.lang === "fr"; // set per request from the person's setting
  const say = (fr, en) => (French ? fr : en);

  /* The framework's page asks for another sign-in page than ours: load ours for real. */
  const atSignIn = () => {
    if (location.pathname === "/login" && !document.querySelector("form[data-carnet]")) {
      location.replace("/login" + location.search);
    }
  };

  /* Source panel ------------------------------------------------------------------------------------ */
  let panel, frame, opener;

  const buildPanel = () => {
    panel = document.createElement("dialog");
    panel.id = "carnet-panel";
    panel.setAttribute("aria-label", say("Source", "Source"));
    const bar = document.createElement("div");
    bar.className = "carnet-panel-bar";
    const whole = document.createElement("a");
    whole.target = "_blank";
    whole.rel = "noopener";
    whole.textContent = say("Ouvrir en grand", "Open full page");
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = say("Fermer", "Close");
    close.addEventListener("click", () => panel.close());
    frame = document.createElement("iframe");
    frame.title = say("Document source", "Source document");
    bar.append(whole, close);
    panel.append(bar, frame);
    panel.addEventListener("click", (event) => {
      if (event.target === panel) panel.close();
    });
    panel.addEventListener("close", () => {
      frame.src = "about:blank";
      if (opener) opener.focus();
    });
    document.body.append(panel);
    return whole;
  };
  let whole;

  const openPanel = (link) => {
    if (!panel) whole = buildPanel();
    opener = link;
    const url = new URL(link.href);
    whole.href = url.pathname + url.search;
    url.searchParams.set("panel", "1");
    frame.src = url.pathname + url.search;
    panel.showModal();
  };

  const isOurs = (link) => /^\/(source|sent|word)\/|^\/basis$/.test(link.pathname) && link.origin === location.origin;

  document.addEventListener(
    "click",
    (event) => {
      const link = event.target.closest && event.target.closest("a[href]");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
      if (link.origin !== location.origin) return;
      if (isOurs(link)) {
        event.preventDefault();
        event.stopPropagation();
        openPanel(link);
      } else if (/^\/(login|records|privacy|register|urgent|ways)/.test(link.pathname)) {
        event.preventDefault();
        event.stopPropagation();
        location.assign(link.href);
      }
    },
    true,
  );

  /* Status line: what answers, who signed, whether search is ready ------------------------------------ */
  let status;

  const showStatus = async () => {
    const composer = document.querySelector("#message-composer");
    if (!composer) return;
    let now;
    try {
      const answer = await fetch("/status", { headers: { Accept: "application/json" } });
      if (answer.status === 401) return location.assign("/login?expired=1");
      if (!answer.ok) return;
      now = await answer.json();
    } catch {
      return;
    }
    if (!status) {
      status = document.createElement("p");
      status.id = "carnet-status";
    }
    if (status.parentElement !== composer.parentElement) composer.after(status);
    const parts = now.lines.map((line) => {
      const part = document.createElement("span");
      part.textContent = line;
      return part;
    });
    status.replaceChildren(...parts);
  };

  /* Files that cannot be taken are told at once, in words, before the framework shows its own. */
  const MAX_MIB = 25;
  const refused = (files) => {
    const words = [];
    for (const file of files) {
      if (file.size === 0) {
        words.push(say(
          `${file.name} est vide : il n'y a rien à lire. Vos documents sont intacts. Vérifiez le fichier et réessayez.`,
          `${file.name} is empty: there is nothing to read. Your records are safe. Check the file and try again.`,
        ));
      } else if (file.size > MAX_MIB * 1024 * 1024) {
        words.push(say(
          `${file.name} dépasse ${MAX_MIB} Mo et n'a pas été pris. Vos documents sont intacts. Découpez-le, ou exportez-en une partie.`,
          `${file.name} is over ${MAX_MIB} MB and was not taken. Your records are safe. Split it, or export a part of it.`,
        ));
      }
    }
    if (words.length) tell(words.join(" "));
    return words.length > 0;
  };
  let telling;
  const tell = (text) => {
    if (!telling) {
      telling = document.createElement("div");
      telling.id = "carnet-tell";
      telling.setAttribute("role", "alert");
      const close = document.createElement("button");
      close.type = "button";
      close.textContent = say("Fermer", "Close");
      close.addEventListener("click", () => telling.removeAttribute("data-open"));
      telling.append(document.createElement("p"), close);
      document.body.append(telling);
    }
    telling.querySelector("p").textContent = text;
    telling.setAttribute("data-open", "");
  };
  for (const kind of ["change", "drop", "paste"]) {
    document.addEventListener(
      kind,
      (event) => {
        const source = kind === "change" ? event.target : event.dataTransfer || event.clipboardData;
        if (!source || !source.files || !source.files.length || !refused(source.files)) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        if (kind === "change") event.target.value = "";
      },
      true,
    );
  }

  /* The framework follows a new conversation with the address bar only while its side bar is open. */
  let following = false;
  const follow = async () => {
    if (following || location.pathname !== "/") return;
    if (!document.querySelector("[data-step-type=user_message]") || document.querySelector("#stop-button")) return;
    following = true;
    await new Promise((wait) => setTimeout(wait, 1500));
    if (location.pathname === "/") {
      const answer = await fetch("/project/threads", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ pagination: { first: 1 }, filter: {} }),
      });
      const page = answer.ok ? await answer.json() : { data: [] };
      if (page.data.length && location.pathname === "/") history.replaceState(history.state, "", `/thread/${page.data[0].id}`);
    }
    following = false;
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest("#new-chat-button, #confirm");
    if (button) history.replaceState(history.state, "", "/");
  });

  /* Names, landmarks, language, announcements ---------------------------------------------------------- */
  const NAMES = {
    "upload-button": say("Joindre un document", "Attach a document"),
    "chat-submit": say("Envoyer", "Send"),
    "stop-button": say("Arrêter la réponse", "Stop the answer"),
    "theme-toggle": say("Changer de thème", "Change theme"),
    "user-nav-button": say("Votre compte", "Your account"),
    "sidebar-trigger-button": say("Conversations", "Conversations"),
    "new-chat-button": say("Nouvelle conversation", "New conversation"),
    "thread-options": say("Actions sur la conversation", "Conversation actions"),
    "readme-button": say("À propos", "About"),
    "search-conversations": say("Rechercher une conversation", "Search conversations"),
  };

  const nameButtons = (buttons) => {
    for (const button of buttons) {
      const wanted = NAMES[button.id];
      const unnamed =
        !button.textContent.trim() && !button.getAttribute("aria-label") && !button.getAttribute("title");
      if (wanted && button.getAttribute("aria-label") !== wanted) button.setAttribute("aria-label", wanted);
      else if (unnamed) {
        const icon = button.querySelector("svg[class*=lucide]");
        const word = icon && [...icon.classList].find((name) => name.startsWith("lucide-"));
        button.setAttribute("aria-label", ICONS[word] || say("Action", "Action"));
      }
    }
  };
  const BUTTONS = "button, [role=button]";
  /* At once, not with the rest: a button is never on the screen without its name. */
  const nameNew = (changes) => {
    for (const { addedNodes } of changes)
      for (const node of addedNodes) {
        if (node.nodeType !== Node.ELEMENT_NODE) continue;
        const around = node.closest(BUTTONS);
        nameButtons(around ? [around, ...node.querySelectorAll(BUTTONS)] : node.querySelectorAll(BUTTONS));
      }
  };
  const nameImages = () => {
    for (const image of document.querySelectorAll("img:not([alt])")) image.alt = "";
  };
  const ICONS = {
    "lucide-copy": say("Copier la réponse", "Copy the answer"),
    "lucide-thumbs-up": say("Utile", "Helpful"),
    "lucide-thumbs-down": say("Pas utile", "Not helpful"),
    "lucide-x": say("Retirer", "Remove"),
    "lucide-search": say("Rechercher", "Search"),
    "lucide-square-pen": say("Nouvelle conversation", "New conversation"),
    "lucide-ellipsis": say("Actions sur la conversation", "Conversation actions"),
    "lucide-arrow-down": say("Aller en bas", "Go to the bottom"),
  };

  /* Ways to the pages. The framework's own header links are links inside buttons, which keyboards stumble on. */
  const nav = () => {
    const theme = document.querySelector("#header #theme-toggle");
    if (!theme || document.querySelector("#carnet-nav")) return;
    const bar = document.createElement("nav");
    bar.id = "carnet-nav";
    bar.setAttribute("aria-label", say("Vos pages", "Your pages"));
    for (const [path, icon, name] of [
      ["/records", "records", say("Mes documents", "My records")],
      ["/visit", "visits", say("Rendez-vous", "Visits")],
      ["/ways", "ways", say("Trouver des soins", "Finding care")],
      ["/privacy", "privacy", say("Confidentialité", "Privacy")],
    ]) {
      const link = document.createElement("a");
      link.href = path;
      const picture = document.createElement("img");
      picture.src = `/public/icons/${icon}.svg`;
      picture.alt = "";
      const text = document.createElement("span");
      text.textContent = name;
      link.append(picture, text);
      bar.append(link);
    }
    theme.before(bar);
  };

  const nameLinks = () => {
    for (const link of document.querySelectorAll('a[href^="/source/"]')) {
      if (link.dataset.carnet) continue;
      link.dataset.carnet = "chip";
      const number = /^\d+$/.test(link.textContent.trim());
      if (number) link.classList.add("carnet-chip");
      const where = link.title ? ` : ${link.title}` : "";
      if (number) link.setAttribute("aria-label", say("Source ", "Source ") + link.textContent.trim() + where);
      link.removeAttribute("target");
    }
    for (const link of document.querySelectorAll('a[href*="/urgent#tel-"], a[href*="/urgent#sms-"]')) {
      link.href = link.hash.slice(1).replace("-", ":"); /* one tap; the Markdown of the chat keeps no such address */
      link.removeAttribute("target");
      link.classList.add("carnet-call");
    }
    for (const link of document.querySelectorAll('a[href$="#card"]')) {
      const message = link.closest(".ai-message, [data-step-type]");
      if (message) message.classList.add("carnet-card");
    }
  };

  let voice, spoken = "";
  const announce = () => {
    if (!voice) {
      voice = document.createElement("div");
      voice.id = "carnet-voice";
      voice.setAttribute("role", "status");
      voice.setAttribute("aria-live", "polite");
      document.body.append(voice);
    }
    if (document.querySelector("#stop-button")) return;
    const answers = document.querySelectorAll("[data-step-type=assistant_message] .message-content");
    const last = answers[answers.length - 1];
    const text = last ? last.innerText.trim().slice(0, 600) : "";
    if (text && text !== spoken) {
      spoken = text;
      voice.textContent = text;
    }
  };

  const landmark = () => {
    if (!document.querySelector("h1")) {
      const title = document.createElement("h1");
      title.className = "carnet-unseen";
      title.textContent = "Carnet";
      document.body.prepend(title);
    }
  };

  let waiting = false;
  const tidy = () => {
    if (waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      atSignIn();
      landmark();
      nav();
      nameButtons(document.querySelectorAll(BUTTONS));
      nameImages();
      nameLinks();
      announce();
      follow();
      if (document.querySelector("#message-composer") && !document.querySelector("#carnet-status")) showStatus();
    }, 120);
  };

  new MutationObserver((changes) => {
    nameNew(changes);
    tidy();
  }).observe(document.documentElement, { childList: true, subtree: true });
  setInterval(showStatus, 20000);
  tidy();

  /* What stands under a chart is a file of its own. */
  const charts = document.createElement("script");
  charts.src = "/public/charts.js";
  document.head.append(charts);
})();
