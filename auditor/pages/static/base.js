"use strict";
// Language and colours live in the address after '#', so that a page keeps nothing and a link carries the choice.
const page = {
  state() {
    return new URLSearchParams(location.hash.slice(1));
  },
  set(changes) {
    const state = page.state();
    for (const [key, value] of Object.entries(changes)) {
      if (value === "" || value === null) state.delete(key);
      else state.set(key, value);
    }
    const hash = "#" + state.toString();
    if (hash !== location.hash) history.replaceState(null, "", hash);
    page.apply();
  },
  language() {
    const asked = page.state().get("lang");
    return asked === "vi" || asked === "en" ? asked : document.documentElement.dataset.lang;
  },
  dark() {
    const asked = page.state().get("theme");
    if (asked === "dark" || asked === "light") return asked === "dark";
    return matchMedia("(prefers-color-scheme: dark)").matches;
  },
  apply() {
    const root = document.documentElement;
    root.lang = page.language();
    root.dataset.theme = page.dark() ? "dark" : "light";
    document.title = root.dataset["title" + (root.lang === "vi" ? "Vi" : "En")];
    for (const element of document.querySelectorAll("[data-when-dark]")) {
      element.hidden = (element.dataset.whenDark === "yes") !== page.dark();
    }
    document.dispatchEvent(new Event("page:applied"));
  },
};
addEventListener("hashchange", page.apply);
addEventListener("DOMContentLoaded", () => {
  document.querySelector("[data-act=language]").addEventListener("click", () => {
    page.set({ lang: page.language() === "vi" ? "en" : "vi" });
  });
  document.querySelector("[data-act=theme]").addEventListener("click", () => {
    page.set({ theme: page.dark() ? "light" : "dark" });
  });
  page.apply();
});
addEventListener("beforeprint", () => {
  for (const element of document.querySelectorAll("details:not([data-keep])")) element.open = true;
});
