/* The dialog in which a passage is cited; companion.js loads it when the first one is asked for.
   `forms` are templates of citations, `passages` the data of each passage by its id. */
"use strict";

window.startCiteDialog = ({ forms, passages, make, words, addressOf, copyText }) => {
  const MIME = {
    txt: "text/plain",
    bib: "application/x-bibtex",
    ris: "application/x-research-info-systems",
    json: "application/vnd.citationstyles.csl+json",
  };
  let dialog, parts, cited;

  /* Tokens are the fields of a passage in capitals: @NUMBER@, @PAGE@; and @ID@, @ADDRESS@. */
  function fill(template, id, file) {
    const values = { ...passages[id], id, address: addressOf(id) };
    return template.replace(/@([A-Z]+)@/g, (token, name) => {
      const value = values[name.toLowerCase()] ?? token;
      return file === "json" ? JSON.stringify(value).slice(1, -1) : value;
    });
  }

  function choice(name, legend, options) {
    const labels = options.map(([value, label], i) => {
      const input = make("input", { type: "radio", name, value });
      input.defaultChecked = i === 0;
      return make("label", {}, input, make("span", {}, label));
    });
    return make("fieldset", {}, make("legend", {}, legend), make("div", {}, ...labels));
  }

  function buildDialog() {
    parts = {
      title: make("h2", { id: "cite-title" }),
      text: make("pre", { class: "cite-text", tabindex: "0", role: "region", "aria-label": words("citation") }),
      copy: make("button", { type: "button", class: "md-button md-button--primary" }, words("copy")),
      file: make("a", { class: "md-button", download: "" }, words("download")),
      close: make("button", { type: "button", class: "cite-close", "aria-label": words("close") }, "✕"),
      status: make("p", { class: "cite-status", role: "status" }),
    };
    const works = ["original", "companion"].map((work) => [work, words(work)]);
    const what = choice("cite-what", words("what"), works);
    const form = choice("cite-form", words("form"), forms.map(({ file, label }) => [file, label]));
    const which = document.querySelector(".cite p").cloneNode(true);
    parts.choices = make("form", { method: "dialog" }, what, which, form);
    const actions = make("div", { class: "cite-actions" }, parts.copy, parts.file, parts.status);
    const body = make("div", { class: "cite-body" }, parts.title, parts.choices, parts.text, actions, parts.close);
    dialog = make("dialog", { class: "cite-dialog md-typeset", "aria-labelledby": "cite-title" }, body);
    parts.choices.addEventListener("change", showCitation);
    parts.copy.addEventListener("click", copyCitation);
    parts.close.addEventListener("click", () => dialog.close());
    // The body fills the dialog: what is hit beside it is the backdrop.
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    dialog.addEventListener("close", () => cited.focus({ preventScroll: true }));
    document.body.append(dialog);
  }

  function showCitation() {
    const chosen = new FormData(parts.choices);
    const [what, file] = [chosen.get("cite-what"), chosen.get("cite-form")];
    const { id } = cited.closest(".passage");
    const text = fill(forms.find((form) => form.file === file)[what], id, file);
    URL.revokeObjectURL(parts.file.href);
    parts.text.textContent = text;
    parts.text.classList.toggle("prose", file === "txt");
    parts.file.href = URL.createObjectURL(new Blob([text], { type: `${MIME[file]};charset=utf-8` }));
    parts.file.download = `${what}-${passages[id].number.replace(/[^\p{L}\d.]+/gu, "-")}.${file}`;
    parts.status.textContent = "";
  }

  async function copyCitation() {
    const done = await copyText(parts.text.textContent, dialog);
    parts.status.textContent = words(done ? "copied" : "not_copied");
  }

  function cite(button) {
    cited = button;
    if (!dialog) buildDialog();
    const { number, original } = cited.closest(".passage").dataset;
    const pages = original ? words("cited_pages", { pages: original }) : "";
    const name = words("cited_paragraph", { number }).replaceAll(" ", "\u00a0");
    parts.title.replaceChildren(`${name} `, make("span", { class: "pages" }, pages));
    showCitation();
    dialog.showModal();
  }

  return cite;
};
