/* Notes in the margin, previews, addresses, citations: without them all is still text and plain links.
   Styles are never written as text, so a strict Content-Security-Policy holds. */
(() => {
  "use strict";

  // The same width as in reading.css: from here on notes have a margin to stand in.
  const wide = matchMedia("(min-width: 76.25em)");
  const article = document.querySelector("article.md-content__inner");
  const NOTE_MARKER = ".footnote-ref";
  const COVERED = ".md-content, .md-footer, .md-header__option, .md-search, .md-header__button[for=__search]";
  const ABBREVIATION = "abbr[title]";
  const ADDRESS = "a.passage-number, a.page-mark, .headerlink";
  // In the language of the site: macros/words/*.yml, "script"; overrides/main.html puts them here.
  const WORDS = JSON.parse(document.getElementById("companion-words").textContent);

  // ---- Small tools ----

  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  /* A text of WORDS, its braces filled: words("go_to", { place: "Note 4" }). */
  function words(name, values = {}) {
    return WORDS[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);
  }

  function byHash(hash) {
    try {
      return document.getElementById(decodeURIComponent(hash.slice(1)));
    } catch {
      return null; // not every hash is well-formed
    }
  }

  /* This page's address without what the search added; on a disk, that of the site, if known. */
  function addressOf(id) {
    const site = location.protocol === "file:" && document.querySelector("link[rel=canonical]");
    const address = new URL(site ? site.href : location.href);
    address.search = "";
    address.hash = id;
    return address.href;
  }

  /* Pages opened from a disk or over plain http have no clipboard interface. */
  async function copyText(text, inside = document.body) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const field = make("textarea", { class: "offscreen", readonly: "" }, text);
      const focused = document.activeElement;
      inside.append(field);
      field.select();
      const done = document.execCommand("copy");
      field.remove();
      focused?.focus({ preventScroll: true });
      return done;
    }
  }

  // ---- The toast: says, to eyes and ears, what a click did ----

  const toast = make("div", { class: "toast", role: "status" });
  let toastTimer;

  function say(message) {
    clearTimeout(toastTimer);
    toast.textContent = message;
    toastTimer = setTimeout(() => (toast.textContent = ""), 4000);
  }

  // ---- Arriving at an address ----

  /* What a fragment means to a reader: the passage around an alias, the note around an anchor. */
  function placeOf(target) {
    if (target.matches(".part")) return target.querySelector("h2");
    return target?.matches(".alias, span:empty") ? target.closest(".passage, li, h2, h3") : target;
  }

  /* An animation on :target does not run again for an address one is already at. */
  function highlight(place) {
    document.querySelector(".arrived")?.classList.remove("arrived");
    void place.offsetWidth;
    place.classList.add("arrived");
  }

  function arrive() {
    const target = byHash(location.hash);
    if (!target) return;
    const moved = target.closest(".moved")?.querySelector("a[href]");
    if (moved) location.replace(moved.href);
    else highlight(placeOf(target) ?? target);
  }

  // ---- A click on a number, a page or a # copies its address ----

  function nameOf(link) {
    if (link.matches(".passage-number")) return words("paragraph", { number: link.textContent });
    if (link.matches(".page-mark")) return words("page", { page: link.textContent.replace(/^\D+/, "") });
    return words("section");
  }

  async function copyAddress(event) {
    const link = event.target.closest(ADDRESS);
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const place = byHash(link.hash);
    if (!place) return;
    // The reader is there already: only the bar gets the address.
    event.preventDefault();
    history.replaceState(history.state, "", link.hash);
    highlight(link.matches(".page-mark") ? link : place);
    const copied = await copyText(addressOf(place.id));
    say(words(copied ? "address_copied" : "address_shown", { place: nameOf(link) }));
  }

  function startAddresses() {
    const canHover = matchMedia("(hover: hover)").matches;
    for (const link of article.querySelectorAll("a.passage-number")) {
      // A finger would get the hint along with the toast.
      link.title = canHover ? words("copy_address", { number: link.textContent }) : "";
    }
    article.addEventListener("click", copyAddress);
    addEventListener("hashchange", arrive);
    arrive();
  }

  // ---- Copies of notes, for the margin and the preview ----

  /* A copy must not be met twice: it has no ids, and no stop for the tab key. */
  function copyOf(note) {
    const copy = note.cloneNode(true);
    copy.querySelectorAll(".footnote-backref, .note-next, .page-mark, span:empty").forEach((e) => e.remove());
    copy.querySelectorAll("[id]").forEach((e) => e.removeAttribute("id"));
    copy.querySelectorAll("a").forEach((link) => (link.tabIndex = -1));
    const last = copy.lastElementChild?.lastChild; // the space before what was removed
    if (last?.nodeType === Node.TEXT_NODE) last.textContent = last.textContent.trimEnd();
    return [...copy.childNodes];
  }

  // ---- Notes in the margin ----

  const LINES = { most: 7, least: 3 };
  const GAP = 12;
  const pairs = [];
  let placing = 0;

  function addMarginNote(marker) {
    const note = byHash(marker.hash);
    if (!note) return;
    const text = make("div", { class: "margin-note-text" }, ...copyOf(note));
    const more = make("a", { class: "margin-note-more", href: marker.hash, tabindex: "-1" });
    const number = make("span", { class: "margin-note-number" }, marker.textContent);
    more.textContent = words("note_in_full", { number: marker.textContent });
    const box = make("div", { class: "margin-note", "aria-hidden": "true" }, number, text, more);
    const pair = { marker, text, box };
    for (const part of [marker, box]) {
      for (const kind of ["mouseenter", "focusin"]) part.addEventListener(kind, () => light(pair, true));
      for (const kind of ["mouseleave", "focusout"]) part.addEventListener(kind, () => light(pair, false));
    }
    pairs.push(pair);
    article.append(box);
  }

  function light({ marker, box }, on) {
    marker.classList.toggle("lit", on);
    box.classList.toggle("lit", on);
  }

  /* Each note stands at its marker, or below the note before it. Where the next marker is near, a
     long note is shortened further, so that notes do not drift. */
  function placeMarginNotes() {
    placing = 0;
    if (!wide.matches) return void (article.style.minHeight = "");
    // First all is read, then all is written: one layout.
    const origin = article.getBoundingClientRect().top;
    const [seen, folded] = [[], []]; // a marker in a closed <details> has no height to stand at
    for (const pair of pairs) (pair.marker.getClientRects().length ? seen : folded).push(pair);
    const wishes = seen.map(({ marker }) => marker.getBoundingClientRect().top - origin);
    const heights = seen.map(({ text }) => text.scrollHeight);
    const line = pairs.length ? parseFloat(getComputedStyle(pairs[0].text).lineHeight) : 0;
    let free = 0;
    folded.forEach(({ box }) => box.classList.add("folded"));
    seen.forEach(({ box }, i) => {
      const top = Math.max(wishes[i], free);
      const room = Math.floor(((wishes[i + 1] ?? Infinity) - top - GAP) / line) - 1;
      const lines = Math.min(LINES.most, Math.max(LINES.least, room));
      // The link to the rest takes a line: it is not worth it for a single one.
      const cut = Math.round(heights[i] / line) > lines + 1;
      box.classList.remove("folded");
      box.classList.toggle("cut", cut);
      box.style.setProperty("--lines", lines);
      box.style.top = `${top}px`;
      free = top + (cut ? (lines + 1) * line : heights[i]) + GAP;
    });
    article.style.minHeight = `${free}px`;
  }

  function placeSoon() {
    placing ||= requestAnimationFrame(placeMarginNotes);
  }

  function startMargin() {
    // A phone never needs them.
    if (!wide.matches) return wide.addEventListener("change", startMargin, { once: true });
    article.querySelectorAll(NOTE_MARKER).forEach(addMarginNote);
    if (!pairs.length) return;
    // Fonts that arrive, larger text, a <details> that opens: all show here.
    const observer = new ResizeObserver(placeSoon);
    observer.observe(article);
    document.fonts.ready.then(placeSoon);
    wide.addEventListener("change", placeSoon);
    placeMarginNotes();
  }

  /* ---- One preview: of a note where there is no margin, of a source cited above, a term and an
     event everywhere; for fingers also of what an abbreviation stands for ---- */

  const preview = make("div", { class: "preview", tabindex: "-1", hidden: "" });
  let shownFor = null;
  let previewTimer;
  let pointer = "";

  function previewed(target) {
    const link = target.closest?.(`${NOTE_MARKER}, a[data-source]`);
    // In the wide layout the note itself stands beside the marker.
    if (!link || preview.contains(link)) return null;
    return link.matches(NOTE_MARKER) && wide.matches ? null : link;
  }

  function fillPreview(link) {
    if (link.matches(ABBREVIATION)) {
      preview.replaceChildren(make("p", {}, `${link.textContent}: ${link.title}`));
      return preview.setAttribute("aria-label", link.textContent);
    }
    const note = link.dataset.source ? null : byHash(link.hash);
    const name = link.getAttribute("aria-label") ?? link.textContent;
    const text = note ? copyOf(note) : [make("p", {}, link.dataset.source)];
    const way = make("a", { class: "preview-more", href: link.href, tabindex: "-1" });
    way.textContent = words("go_to", { place: name });
    preview.replaceChildren(...text, way);
    // "Cited above", itself in a preview: the source stands below, for there is no second preview.
    for (const above of preview.querySelectorAll("[data-source]")) {
      way.before(make("p", { class: "preview-source" }, above.dataset.source));
    }
    preview.setAttribute("aria-label", name);
  }

  function showPreview(link) {
    clearTimeout(previewTimer);
    if (shownFor === link) return;
    hidePreview();
    fillPreview(link);
    shownFor = link;
    preview.hidden = false;
    const frame = article.getBoundingClientRect();
    const at = [...link.getClientRects()].at(-1);
    const room = innerHeight - at.bottom > preview.offsetHeight + GAP;
    const top = room || at.top < preview.offsetHeight + 60 ? at.bottom + 6 : at.top - preview.offsetHeight - 6;
    const right = Math.min(frame.right, innerWidth) - preview.offsetWidth - 8;
    preview.style.top = `${top - frame.top}px`;
    preview.style.left = `${Math.max(frame.left + 8, Math.min(at.left - 24, right)) - frame.left}px`;
  }

  function hidePreview() {
    clearTimeout(previewTimer);
    const focused = preview.contains(document.activeElement);
    preview.hidden = true;
    if (focused) shownFor?.focus({ preventScroll: true });
    shownFor = null;
  }

  function later(action, delay) {
    clearTimeout(previewTimer);
    previewTimer = setTimeout(action, delay);
  }

  function hover(event) {
    if (event.pointerType === "touch") return;
    const link = previewed(event.target);
    if (link) later(() => showPreview(link), 120);
    else if (preview.contains(event.target)) clearTimeout(previewTimer);
    else if (shownFor && shownFor !== document.activeElement) later(hidePreview, 250);
    else if (!shownFor) clearTimeout(previewTimer);
  }

  /* A finger cannot hover: its first tap shows the note and takes screen readers to it. */
  function tap(event) {
    if (pointer !== "touch") return;
    const link = previewed(event.target) ?? event.target.closest(`:not(a) > ${ABBREVIATION}`);
    if (!link || preview.contains(link)) return;
    event.preventDefault();
    if (shownFor === link) return hidePreview();
    showPreview(link);
    preview.setAttribute("role", "dialog");
    preview.querySelectorAll("a").forEach((inner) => (inner.tabIndex = 0));
    preview.focus({ preventScroll: true });
  }

  function startPreview() {
    // A title would be shown as a second preview.
    for (const link of article.querySelectorAll("a.entry[title], a[href*='#fn:'][title]:not(.footnote-backref)")) {
      link.dataset.source = link.title;
      link.removeAttribute("title");
      link.setAttribute("aria-description", link.dataset.source);
    }
    article.append(preview);
    addEventListener("pointerdown", (event) => {
      pointer = event.pointerType;
      if (shownFor && !preview.contains(event.target) && !shownFor.contains(event.target)) hidePreview();
    }, true);
    document.addEventListener("pointerover", hover);
    article.addEventListener("click", tap);
    article.addEventListener("focusin", (event) => {
      const link = event.target.matches(":focus-visible") && previewed(event.target);
      if (link && pointer !== "touch") showPreview(link);
    });
    article.addEventListener("focusout", (event) => {
      if (!preview.contains(event.relatedTarget) && event.relatedTarget !== shownFor) hidePreview();
    });
    addEventListener("keydown", (event) => event.key === "Escape" && shownFor && hidePreview());
    addEventListener("resize", () => shownFor && wide.matches && hidePreview());
  }

  // ---- Cite this passage ----

  /* The dialog and what it says come with the first click: few readers cite, and all would wait. */
  const CITE = new URL("cite.js", document.currentScript.src).href;
  let dialog;

  function load(src) {
    return new Promise((resolve, reject) => {
      const script = make("script", { src });
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
  }

  function cite(button) {
    // Beside the files of the chapter.
    const forms = document.querySelector(".cite .downloads a").href.replace(/\.\w+$/, ".js");
    dialog ??= Promise.all([load(CITE), load(forms)]).then(() => {
      Object.assign(WORDS, citationForms.words);
      return startCiteDialog({ ...citationForms, make, words, addressOf, copyText });
    });
    dialog.then((open) => open(button), () => (dialog = null));
  }

  function startCiting() {
    if (!document.querySelector(".cite")) return;
    for (const passage of article.querySelectorAll(".passage")) {
      const name = words("cite_paragraph", { number: passage.dataset.number });
      const button = make("button", { type: "button", class: "cite-button", "aria-label": name }, words("cite"));
      button.addEventListener("click", () => cite(button));
      passage.append(button);
    }
  }

  // ---- The theme's search lets go of the keyboard: WebKit would start again at the top of the page ----

  function startSearch() {
    const [toggle, search] = [document.getElementById("__search"), document.querySelector(".md-search")];
    if (!toggle || !search) return;
    search.addEventListener("keydown", (event) => event.key === "Tab" && event.stopPropagation());
    search.addEventListener("focusout", ({ relatedTarget }) => {
      if (toggle.checked && relatedTarget && !search.contains(relatedTarget)) toggle.click();
    });
  }

  // ---- The theme's menu on small screens: a label, which no keyboard reaches, becomes a button ----

  function startMenu() {
    const drawer = document.getElementById("__drawer");
    const label = document.querySelector(".md-header__button[for=__drawer]");
    if (!drawer || !label) return;
    const look = `${label.className} menu-button`;
    const button = make("button", { type: "button", class: look, "aria-label": words("menu") }, ...label.childNodes);
    function tell() {
      button.setAttribute("aria-expanded", drawer.checked);
      // What the open menu covers is out of reach; the keyboard goes on in the menu.
      for (const part of document.querySelectorAll(COVERED)) part.inert = drawer.checked;
      if (drawer.checked) document.querySelector(".md-nav--primary a[href]").focus();
    }
    button.addEventListener("click", () => drawer.click());
    drawer.addEventListener("change", tell);
    // A wide window shows the menu beside the text, and has no button to close it.
    wide.addEventListener("change", () => wide.matches && drawer.checked && drawer.click());
    tell();
    label.replaceWith(button);
    addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !drawer.checked) return;
      drawer.click();
      button.focus();
    });
  }

  // ---- Tables of three columns and more: on small screens reading.css shows their cells below each other ----

  function startTables() {
    for (const table of article.querySelectorAll("table:has(thead th:nth-child(3))")) {
      const [head, ...rows] = table.rows;
      table.setAttribute("role", "table"); // which it would lose with its look
      for (const row of rows) {
        row.setAttribute("role", "row");
        [...row.cells].forEach((cell, column) => {
          cell.setAttribute("role", "cell");
          cell.dataset.label = column ? `${head.cells[column].textContent}: ` : "";
        });
      }
    }
  }

  startMenu();
  startSearch();
  if (!article) return;
  startTables();
  document.body.append(toast);
  startPreview();
  startMargin();
  startCiting();
  startAddresses();
})();
