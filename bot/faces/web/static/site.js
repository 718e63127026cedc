// What a page does with a script: answers come below each other, titles are suggested, links are copied, what was read
// stays readable without internet. Without it every page works all the same. Nothing here asks another site for anything.
(() => {
  "use strict";
  const $ = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const KEPT_TURNS = 20;
  const PATIENCE_MS = 30000; // with a network that says nothing
  const ERASES = "wis"; // what the button hands back that erases
  const root = document.documentElement;
  const isOnDisk = location.protocol === "file:"; // the site as files, without a server

  // --- what this tab remembers, and no longer than it is open

  const store = {
    get(name) {
      try { return sessionStorage.getItem(name) || ""; } catch { return ""; }
    },
    set(name, value) {
      try { value ? sessionStorage.setItem(name, value) : sessionStorage.removeItem(name); return true; } catch { return false; }
    },
  };
  const codes = () => store.get("tabs").split(" ").filter(Boolean);
  const remember = (code) => { if (code) store.set("tabs", [...codes().filter((one) => one !== code), code].join(" ")); };
  const forget = () => ["tabs", "log", "pending", "about"].forEach((name) => store.set(name, ""));

  const post = async (address, values) => {
    const given = new AbortController();
    const timer = setTimeout(() => given.abort(), PATIENCE_MS);
    try {
      return await fetch(address, {
        method: "POST", body: new URLSearchParams(values), headers: { "X-Part": "1" }, cache: "no-store", signal: given.signal,
      });
    } finally {
      clearTimeout(timer);
    }
  };
  const parsed = (html) => new DOMParser().parseFromString(html, "text/html");
  const ours = document.documentElement.lang; // the page's language; a turn may be in another
  const say = (text, lang = ours) => { const status = $("#status"); if (status) { status.lang = lang; status.textContent = text; } };

  // Of all that this tab asked; how many rows went. A code whose rows went is forgotten, so that nothing is counted twice.
  const erase = async (address, more = []) => {
    let count = 0;
    for (const tab of new Set([...codes(), ...more])) {
      const response = await post(address, { data: ERASES, tab });
      if (!response.ok) throw new Error("not erased");
      count += Number((/\((\d+)/.exec(parsed(await response.text()).body.textContent) || [0, 0])[1]);
      store.set("tabs", codes().filter((one) => one !== tab).join(" "));
    }
    forget();
    if (self.caches) await caches.delete("read");
    return count;
  };

  // --- asking: answers below each other

  const log = $("#log");
  const chat = $("form[data-chat]");
  // What was typed on the page before, for the page that answers. Where another comes, as without internet, it is not asked.
  const [pending, about] = ["pending", "about"].map(store.get);
  const dropPending = () => ["pending", "about"].forEach((name) => store.set(name, ""));
  dropPending();
  addEventListener("pageshow", (event) => { if (event.persisted) dropPending(); });

  const turnOf = async (response) => {
    const turn = $(".turn", parsed(await response.text()));
    if (!turn) throw new Error("no turn");
    return document.importNode(turn, true);
  };
  const keep = () => store.set("log", all(".turn", log).slice(-KEPT_TURNS).map((turn) => turn.outerHTML).join(""));
  const note = (around, text) => {
    const said = document.createElement("p");
    said.className = "toast passing";
    said.tabIndex = -1;
    said.lang = ours;
    said.textContent = text;
    around.append(said);
    say(text);
    return said;
  };
  const show = (turn) => {
    all(".examples").forEach((one) => one.remove());
    $("label", chat).textContent = chat.dataset.on;
    $(".hint", chat).textContent = chat.dataset.onHint;
    say(turn.dataset.said, turn.lang);
    const target = $("h2", turn) || turn;
    if (!target.hasAttribute("tabindex")) target.setAttribute("tabindex", "-1");
    target.focus({ preventScroll: true });
    turn.scrollIntoView({ block: "start" });
  };

  // One thing at a time: whoever presses Enter twice on a slow network asks once.
  let isBusy = false;
  const alone = async (around, what) => {
    if (isBusy) return;
    isBusy = true;
    all(".passing", log).forEach((one) => one.remove()); // what failed is tried again
    try {
      await what();
    } catch {
      note(around, log.dataset.failed);
    }
    isBusy = false;
  };

  const ask = (text, about = "") => alone(log, async () => {
    const field = $("input[type=search]", chat);
    const waiting = document.createElement("p");
    waiting.className = "waiting";
    waiting.textContent = log.dataset.waiting;
    log.append(waiting);
    say(log.dataset.waiting);
    try {
      const turn = await turnOf(await post(chat.dataset.chat, { q: text, about, tab: codes().at(-1) || "" }));
      remember(turn.dataset.tab);
      log.append(turn);
      if (field.value.trim() === text) field.value = "";
      show(turn);
      keep();
    } catch (error) {
      field.value ||= text; // to be asked again
      throw error;
    } finally {
      waiting.remove();
    }
  });

  const eraseTurns = async (address) => {
    const turns = all(".turn", log);
    const count = await erase(address, turns.map((turn) => turn.dataset.tab));
    turns.forEach((turn) => turn.remove());
    note(log, log.dataset.erased.replace("{count}", count)).focus();
  };

  const press = (form, button) => alone(form.closest(".turn"), async () => {
    const turn = form.closest(".turn");
    const address = form.getAttribute("action");
    if (button.value === ERASES) {
      await eraseTurns(address);
      return;
    }
    const answer = await turnOf(await post(address, { data: button.value, tab: form.elements.tab.value }));
    const toast = $(".toast", answer);
    if (toast && !$(".answer, .message, .options", answer)) {
      all(".toast", turn).forEach((one) => one.remove());
      form.after(toast);
      say(toast.textContent);
    } else if ("replaces" in answer.dataset) {
      turn.replaceWith(answer);
      show(answer);
    } else {
      log.append(answer);
      show(answer);
    }
    keep();
  });

  if (log && chat) {
    const given = $(".turn", log); // what the server answered already
    if (given) remember(given.dataset.tab);
    const before = parsed(store.get("log"));
    all(".turn", before).reverse().forEach((turn) => log.prepend(document.importNode(turn, true)));
    if (given) {
      keep();
      history.replaceState(null, "", location.pathname); // so that a reload asks nothing again
    }
    if ($(".turn", log)) all(".examples").forEach((one) => one.remove());
    chat.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = $("input[type=search]", chat).value.trim();
      if (text) ask(text);
    });
    document.addEventListener("submit", (event) => {
      if (!("press" in event.target.dataset) || !event.submitter) return;
      event.preventDefault();
      press(event.target, event.submitter);
    });
    document.addEventListener("click", (event) => {
      const example = event.target.closest("[data-example]");
      if (!example || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      ask(example.textContent);
    });
    if (pending && !given) ask(pending, about);
  } else if (pending) {
    all("form[data-ask] input[type=search]").forEach((field) => { field.value = pending; });
  }

  all("form[data-ask]").forEach((form) => form.addEventListener("submit", (event) => {
    const text = $("input[type=search]", form).value.trim();
    if (!text || !store.set("pending", text)) return;
    store.set("about", form.elements.about?.value || "");
    event.preventDefault(); // the question goes along in the tab, and stands in no address
    location.assign(form.dataset.ask);
  }));

  all("form[data-checking]").forEach((form) => form.addEventListener("submit", () => say(form.dataset.checking)));

  // --- suggestions while typing: a combobox as WAI-ARIA describes it

  all("input[data-suggest]").forEach((field) => {
    const list = document.createElement("ul");
    const said = document.createElement("span");
    const around = document.createElement("div");
    let options = [], at = -1, timer = 0, number = 0;
    list.id = `${field.id}-list`;
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", field.dataset.label);
    said.className = "unseen";
    said.setAttribute("role", "status");
    around.className = "suggesting";
    field.replaceWith(around);
    around.append(field, list, said);
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list",
    })) field.setAttribute(name, value);

    const close = () => {
      clearTimeout(timer);
      number += 1; // what is still on its way opens nothing any more
      list.hidden = true;
      at = -1;
      field.setAttribute("aria-expanded", "false");
      field.removeAttribute("aria-activedescendant");
    };
    const mark = (to) => {
      at = to;
      all("[role=option]", list).forEach((option, place) => {
        option.setAttribute("aria-selected", String(place === at));
        if (place === at) option.scrollIntoView({ block: "nearest" });
      });
      if (at < 0) field.removeAttribute("aria-activedescendant");
      else field.setAttribute("aria-activedescendant", `${list.id}-${at}`);
    };
    const choose = (option) => {
      close();
      if (chat && chat.contains(field)) { field.value = option.title; ask(option.title); } else location.assign(option.address);
    };
    const open = (found) => {
      options = found;
      list.replaceChildren(...found.map((option, place) => {
        const item = document.createElement("li");
        item.id = `${list.id}-${place}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        item.textContent = option.title;
        item.addEventListener("mousedown", (event) => { event.preventDefault(); choose(option); });
        return item;
      }));
      at = -1;
      list.hidden = !found.length;
      field.setAttribute("aria-expanded", String(!!found.length));
      said.textContent = found.length ? field.dataset.count.replace("{count}", found.length) : field.dataset.none;
    };
    field.addEventListener("input", () => {
      clearTimeout(timer);
      const typed = field.value.trim();
      if (typed.length < 2) { close(); said.textContent = ""; return; }
      timer = setTimeout(async () => {
        const mine = ++number;
        try {
          const response = await fetch(`${field.dataset.suggest}?${new URLSearchParams({ q: typed.slice(0, 200) })}`);
          const found = response.ok ? await response.json() : [];
          if (mine === number && document.activeElement === field) open(found);
        } catch { if (mine === number) close(); }
      }, 120);
    });
    field.addEventListener("keydown", (event) => {
      if (list.hidden) { if (event.key === "Escape") close(); return; }
      if (event.key === "ArrowDown") mark(at + 1 < options.length ? at + 1 : 0);
      else if (event.key === "ArrowUp") mark(at > 0 ? at - 1 : options.length - 1);
      else if (event.key === "Escape") { close(); event.stopPropagation(); }
      else if (event.key === "Enter" && at >= 0) choose(options[at]);
      else { if (event.key === "Enter" || event.key === "Tab") close(); return; }
      event.preventDefault();
    });
    field.addEventListener("blur", close);
    field.form.addEventListener("submit", close);
  });

  // --- passing on

  const copy = async (button, text) => {
    const row = button.parentElement;
    const status = $("[data-copied]", row);
    all("textarea", row.parentElement).forEach((one) => one.remove());
    try {
      const told = await text();
      try {
        await navigator.clipboard.writeText(told);
        status.textContent = status.dataset.copied;
      } catch { // as where the site is seen without a certificate
        const field = document.createElement("textarea");
        field.readOnly = true;
        field.rows = told.includes("\n") ? 12 : 2;
        field.value = told;
        field.setAttribute("aria-label", button.textContent);
        row.after(field);
        field.select();
        status.textContent = status.dataset.byHand;
      }
    } catch {
      status.textContent = status.dataset.failed;
    }
  };
  const textAt = async (address) => {
    const response = await fetch(address);
    if (!response.ok) throw new Error("no text");
    return response.text();
  };
  all("[data-copy], [data-copy-from]").forEach((button) => {
    const from = button.dataset.copyFrom;
    if (from && isOnDisk) return; // where a script may read no other file
    button.hidden = false;
    button.addEventListener("click", () => copy(button, async () => (
      from ? textAt(from) : button.dataset.copy || location.href.split("#")[0])));
  });

  // --- erasing what this tab asked

  all("[data-erase]").forEach((button) => {
    const status = $("#erased");
    button.hidden = false;
    button.addEventListener("click", async () => {
      const hasAsked = codes().length > 0;
      try {
        const count = await erase(button.dataset.erase);
        status.textContent = hasAsked ? button.dataset.erased.replace("{count}", count) : button.dataset.nothing;
      } catch {
        status.textContent = button.dataset.failed;
      }
    });
  });

  // --- without internet

  const readList = $("[data-read]");
  if (readList && self.caches) {
    caches.open("read").then(async (cache) => {
      for (const request of (await cache.keys()).reverse()) {
        const title = $("title", parsed(await (await cache.match(request)).text()));
        const item = document.createElement("li");
        const link = document.createElement("a");
        const { pathname, search } = new URL(request.url);
        link.href = pathname + search;
        link.textContent = title ? title.textContent : link.href;
        item.append(link);
        readList.append(item);
      }
      if (readList.children.length) $("[data-nothing-read]").hidden = true;
    });
  }
  if ("serviceWorker" in navigator && root.dataset.worker) {
    const { serviceWorker } = navigator;
    serviceWorker.register(root.dataset.worker).catch(() => {});
    // The page through which somebody came was there before the worker; where something is asked nothing is to be kept.
    if (!serviceWorker.controller && !chat) {
      serviceWorker.ready.then((registered) => registered.active.postMessage({ keep: location.href.split("#")[0] }));
    }
  }

  // --- as files: the search needs a server

  const found = $("#found");
  if (found && isOnDisk) found.textContent = found.dataset.failed;

  // --- in a frame on somebody else's site: Escape asks the page around to close it

  if (self !== top) {
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") parent.postMessage({ verbinder: "close" }, "*");
    });
  }
})();
