// Draws verdicts in slices. Everything from the data goes in as text, never as markup.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const C = { control: 0, kind: 1, id: 2, name: 3, system: 4, zone: 5, status: 6, severity: 7, observed: 8, expected: 9,
    evidence: 10, causes: 11, flags: 12, law: 13, unit: 14, due: 15, waiver: 16 };
  const SLICE = 100;
  const PRINTED = 1000;
  const statuses = ["fail", "error", "unknown", "manual", "warn", "pass", "not_applicable", "not_in_force"];
  const severities = ["crit", "high", "med", "low"];
  const byId = (id) => document.getElementById(id);
  const said = (text, language) => (Array.isArray(text) ? text[(language || page.language()) === "vi" ? 0 : 1] : text);
  const text = (place) => (place < 0 ? "–" : said(data.texts[place]));
  const word = (table, key) => said(data.words[table][key] || key);
  const filled = (pattern, ...values) => values.reduce((out, value, n) => out.replace("{" + n + "}", value), pattern);
  const ui = (key, ...values) => filled(said(data.ui[key]), ...values);
  const figure = (n) => n.toLocaleString(page.language() === "vi" ? "vi-VN" : "en-GB");
  const fold = (value) => value.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐðÐɖƉ]/g, "d").toLowerCase();
  const control = (row) => data.controls[row[C.control]] || [row[C.control], row[C.control], "", "", "", "", []];
  const haystacks = new Array(data.verdicts.length);
  let chosen = [];
  let first = 0;
  let drawn = null;

  function both(value) {
    return Array.isArray(value) ? value.join(" ") : value;
  }

  function haystack(n) {
    if (haystacks[n] === undefined) {
      const row = data.verdicts[n];
      const meta = control(row);
      const places = [C.name, C.system, C.zone, C.observed, C.unit].map((column) => both(data.texts[row[column]] || ""));
      const causes = row[C.causes].map((place) => both(data.texts[place]));
      haystacks[n] = fold([meta[0], both(meta[1]), row[C.id], ...places, ...causes, both(data.words.status[row[C.status]])].join(" "));
    }
    return haystacks[n];
  }

  // What a place is called in an address: its Vietnamese name, or a dash for none.
  function key(place) {
    return place < 0 ? "–" : said(data.texts[place], "vi");
  }

  function wanted() {
    const state = page.state();
    return {
      words: fold(state.get("q") || "").split(/\s+/).filter(Boolean),
      statuses: new Set((state.get("status") || "").split(" ").filter(Boolean)),
      system: state.get("system"),
      zone: state.get("zone"),
      family: state.get("family"),
      severity: state.get("severity"),
    };
  }

  function matches(row, n, want) {
    return (!want.statuses.size || want.statuses.has(row[C.status]))
      && (!want.severity || row[C.severity] === want.severity)
      && (!want.family || control(row)[2] === want.family)
      && (!want.system || key(row[C.system]) === want.system)
      && (!want.zone || key(row[C.zone]) === want.zone)
      && want.words.every((part) => haystack(n).includes(part));
  }

  const sortKeys = {
    status: (row) => statuses.indexOf(row[C.status]),
    severity: (row) => severities.indexOf(row[C.severity]),
    control: (row) => control(row)[0],
    subject: (row) => text(row[C.name]),
    system: (row) => text(row[C.system]),
    zone: (row) => text(row[C.zone]),
  };

  function sorted(places) {
    const [column, down] = (page.state().get("sort") || "").split(" ");
    if (!sortKeys[column]) return places;
    const collator = new Intl.Collator(page.language());
    const value = new Map(places.map((n) => [n, sortKeys[column](data.verdicts[n])]));
    const sign = down === "down" ? -1 : 1;
    return places.sort((a, b) => {
      const [x, y] = [value.get(a), value.get(b)];
      return sign * (typeof x === "number" ? x - y : collator.compare(x, y)) || a - b;
    });
  }

  function element(name, className, content) {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (content !== undefined) made.textContent = content;
    return made;
  }

  function cell(className, ...parts) {
    const made = element("td", className);
    made.append(...parts);
    return made;
  }

  function rowOf(n) {
    const row = data.verdicts[n];
    const meta = control(row);
    const made = element("tr", "v");
    const open = element("button", "open s-" + row[C.status], word("status", row[C.status]));
    open.type = "button";
    open.setAttribute("aria-expanded", "false");
    open.dataset.n = n;
    made.append(
      cell("c-status", open),
      cell("c-severity", word("severity", row[C.severity])),
      cell("c-control", element("span", "id", meta[0] + " "), said(meta[1])),
      cell("c-subject", text(row[C.name]), ...(text(row[C.name]) === row[C.id] ? [] : [element("div", "id mono", row[C.id])])),
      cell("c-system" + (row[C.system] === row[C.name] ? " again" : ""), text(row[C.system])),
      cell("c-zone", text(row[C.zone])),
      cell("c-observed", text(row[C.observed])),
    );
    return made;
  }

  function list(values) {
    const made = element("ul");
    for (const value of values) made.append(element("li", "", value));
    return made;
  }

  function evidenceText(place) {
    const [id, kind, basis, state, vantage, zone, when, tool, digest, cause] = data.evidence[place];
    const parts = [text(kind), word("basis", basis), word("state", state)];
    if (cause >= 0) parts.push(text(cause));
    if (vantage) parts.push(ui("from") + " " + vantage + (zone >= 0 ? " (" + text(zone) + ")" : ""));
    if (when >= 0) parts.push(text(when));
    if (tool) parts.push(tool);
    parts.push(id);
    if (digest) parts.push("sha256 " + digest + "…");
    return parts.join(" · ");
  }

  function detailOf(n) {
    const row = data.verdicts[n];
    const meta = control(row);
    const terms = element("dl");
    const add = (key, content) => {
      if (content === "" || content === undefined) return;
      const value = element("dd");
      value.append(content);
      terms.append(element("dt", "", ui(key)), value);
    };
    add("subject", word("kind", row[C.kind]) + " " + row[C.id]);
    add("observed", text(row[C.observed]));
    add("expected", text(row[C.expected]));
    if (row[C.causes].length) add("causes", list(row[C.causes].map(text)));
    if (row[C.flags].length) add("flags", list(row[C.flags].map(text)));
    add("evidence", row[C.evidence].length ? list(row[C.evidence].map(evidenceText)) : ui("no_evidence"));
    if (row[C.law].length) add("law", list(row[C.law].map(text)));
    if (row[C.due] >= 0) add("due", text(row[C.due]));
    if (row[C.waiver] >= 0) add("waiver", text(row[C.waiver]));
    add("unit", text(row[C.unit]));
    add("remedy", said(meta[3]));
    add("hand", said(meta[4]));
    add("rationale", said(meta[5]));
    if (meta[6].length) add("params", list(meta[6].map((value) => said(value))));
    const made = element("tr", "detail");
    const only = cell("", terms);
    only.colSpan = 7;
    made.append(only);
    return made;
  }

  function draw(from, to) {
    const body = byId("rows");
    const fragment = document.createDocumentFragment();
    for (const n of chosen.slice(from, to)) fragment.append(rowOf(n));
    if (!chosen.length) {
      const none = cell("", ui("none"));
      none.colSpan = 7;
      const row = element("tr");
      row.append(none);
      fragment.append(row);
    }
    body.replaceChildren(fragment);
  }

  function drawSlice() {
    draw(first, first + SLICE);
    const pages = Math.max(1, Math.ceil(chosen.length / SLICE));
    for (const place of document.querySelectorAll("[data-pages]")) {
      place.textContent = ui("page", figure(first / SLICE + 1), figure(pages));
    }
    for (const button of document.querySelectorAll("[data-step]")) {
      button.disabled = button.dataset.step === "-1" ? first === 0 : first + SLICE >= chosen.length;
    }
  }

  function options(id, table, values) {
    const select = byId(id);
    const current = page.state().get(id) || "";
    const any = element("option", "", ui("all"));
    any.value = "";
    select.replaceChildren(any, ...values.map(([value, label]) => {
      const made = element("option", "", label);
      made.value = value;
      return made;
    }));
    select.value = current;
  }

  function placesOf(column) {
    const collator = new Intl.Collator(page.language());
    const found = [...new Set(data.verdicts.map((row) => row[column]))];
    return found.map((place) => [key(place), place < 0 ? ui("nowhere") : text(place)]).sort((a, b) => collator.compare(a[1], b[1]));
  }

  function fillControls() {
    const families = [...new Set(data.verdicts.map((row) => control(row)[2]))];
    options("system", "", placesOf(C.system));
    options("zone", "", placesOf(C.zone));
    options("family", "family", families.map((family) => [family, word("family", family)]));
    options("severity", "severity", severities.map((grade) => [grade, word("severity", grade)]));
    const pressed = wanted().statuses;
    for (const chip of document.querySelectorAll("[data-status]")) {
      chip.setAttribute("aria-pressed", String(pressed.has(chip.dataset.status)));
    }
    if (document.activeElement !== byId("search")) byId("search").value = page.state().get("q") || "";
    const [column, down] = (page.state().get("sort") || "").split(" ");
    for (const head of document.querySelectorAll("[data-key]")) {
      head.setAttribute("aria-sort", head.dataset.key !== column ? "none" : down === "down" ? "descending" : "ascending");
    }
  }

  function refresh() {
    const asked = page.state();
    asked.delete("theme");
    const wish = asked.toString();
    if (wish === drawn) return;
    drawn = wish;
    fillControls();
    const want = wanted();
    chosen = [];
    data.verdicts.forEach((row, n) => { if (matches(row, n, want)) chosen.push(n); });
    chosen = sorted(chosen);
    first = 0;
    byId("count").textContent = ui("shown", figure(chosen.length), figure(data.verdicts.length));
    drawSlice();
  }

  function toggle(button) {
    const row = button.closest("tr");
    const open = button.getAttribute("aria-expanded") === "true";
    if (open) row.nextElementSibling.remove();
    else row.after(detailOf(Number(button.dataset.n)));
    button.setAttribute("aria-expanded", String(!open));
  }

  function step(from, by) {
    const buttons = [...document.querySelectorAll(".open")];
    const next = buttons[buttons.indexOf(from) + by];
    if (next) next.focus();
  }

  byId("rows").addEventListener("click", (event) => {
    if (event.target.closest(".detail") || String(getSelection())) return;
    const row = event.target.closest("tr.v");
    if (row) toggle(row.querySelector(".open"));
  });
  byId("rows").addEventListener("keydown", (event) => {
    const button = event.target.closest(".open");
    if (!button) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      step(button, event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape" && button.getAttribute("aria-expanded") === "true") toggle(button);
  });
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  byId("filters").addEventListener("reset", (event) => {
    event.preventDefault();
    byId("search").value = "";
    page.set({ q: "", status: "", system: "", zone: "", family: "", severity: "" });
  });
  let waiting = 0;
  byId("search").addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => page.set({ q: byId("search").value }), 120);
  });
  for (const id of ["system", "zone", "family", "severity"]) {
    byId(id).addEventListener("change", () => page.set({ [id]: byId(id).value }));
  }
  for (const chip of document.querySelectorAll("[data-status]")) {
    chip.addEventListener("click", () => {
      const pressed = wanted().statuses;
      if (!pressed.delete(chip.dataset.status)) pressed.add(chip.dataset.status);
      page.set({ status: [...pressed].join(" ") });
    });
  }
  for (const button of document.querySelectorAll("[data-sort]")) {
    button.addEventListener("click", () => {
      const [column, down] = (page.state().get("sort") || "").split(" ");
      const again = column === button.dataset.sort;
      page.set({ sort: again && down === "down" ? "" : button.dataset.sort + (again ? " down" : "") });
    });
  }
  for (const button of document.querySelectorAll("[data-step]")) {
    button.addEventListener("click", () => {
      first += SLICE * Number(button.dataset.step);
      drawSlice();
      byId("table").scrollIntoView({ block: "start" });
    });
  }
  for (const link of document.querySelectorAll("[data-jump]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      byId(link.dataset.jump).focus();
      byId(link.dataset.jump).scrollIntoView();
    });
  }
  document.addEventListener("page:applied", refresh);
  addEventListener("beforeprint", () => {
    draw(0, PRINTED);
    byId("printed").textContent = chosen.length > PRINTED ? ui("printed", figure(PRINTED), figure(chosen.length)) : "";
  });
  addEventListener("afterprint", () => {
    byId("printed").textContent = "";
    drawSlice();
  });
})();
