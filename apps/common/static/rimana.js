// Light or dark, the page's language, and the skip link: the same on the landing page and in Gradio.
(() => {
  const KEY = "rimana-theme";
  const root = document.documentElement;
  const stored = () => { try { return localStorage.getItem(KEY); } catch { return null; } };
  const system = matchMedia("(prefers-color-scheme: dark)");
  const asked = new URLSearchParams(location.search);
  const dark = () => {
    const theme = stored() || asked.get("__theme");
    return theme === "dark" || (theme !== "light" && system.matches);
  };
  const paint = () => {
    const on = dark();
    root.classList.toggle("dark", on);
    if (document.body && document.body.classList.contains("dark") !== on) {
      document.body.classList.toggle("dark", on); // Gradio keeps its own mark there
    }
    for (const button of document.querySelectorAll(".r-dark")) {
      button.setAttribute("aria-pressed", String(on));
    }
  };
  const watch = () => {
    paint();
    // Gradio draws late and sets its own mark after us; buttons appear with it.
    const redo = new MutationObserver(paint);
    redo.observe(document.body, { attributes: true, attributeFilter: ["class"] });
    if (document.querySelector("gradio-app")) {
      redo.observe(document.body, { childList: true, subtree: true });
    }
  };

  const language = asked.get("lang");
  if (["es", "en", "qu"].includes(language)) root.lang = language;
  else if (window.rimanaLanguage) root.lang = window.rimanaLanguage;

  paint();
  system.addEventListener("change", paint);
  if (document.body) watch();
  else document.addEventListener("DOMContentLoaded", watch);

  document.addEventListener("click", (event) => {
    const link = event.target.closest(".r-languages a");
    if (link && window.rimanaRelabel && !(event.ctrlKey || event.metaKey || event.shiftKey)) {
      event.preventDefault(); // the same page in another language; nothing typed or said is lost
      const address = new URL(location.href);
      address.searchParams.set("lang", link.getAttribute("lang"));
      history.replaceState(null, "", address);
      root.lang = link.getAttribute("lang");
      window.rimanaRelabel(root.lang);
    }
  }, true);

  document.addEventListener("click", (event) => {
    if (event.target.closest(".r-dark")) {
      try { localStorage.setItem(KEY, dark() ? "light" : "dark"); } catch { /* private window */ }
      paint();
    }
    const skip = event.target.closest(".r-skip");
    if (skip) { // Gradio's <base> would turn "#main" into another page
      event.preventDefault();
      const main = document.querySelector(skip.getAttribute("href")) || document.querySelector("main");
      if (main) { main.tabIndex = -1; main.focus(); main.scrollIntoView(); }
    }
  });
})();
