// Runs in each HTML part of the page; `element`, `trigger` and `watch` come from gr.HTML.
element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (!button) return;
  if (button.dataset.sure && !button.dataset.armed) { // a second click means it
    button.dataset.armed = "yes";
    button.textContent = button.dataset.sure;
    return;
  }
  trigger(button.dataset.do, { ...button.dataset });
});

if (element.querySelector(".c-scroll")) {
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let before = "";
  const follow = () => requestAnimationFrame(() => {
    const scroll = element.querySelector(".c-scroll");
    const last = scroll && scroll.querySelector(".c-turn:last-child");
    const now = last ? `${scroll.dataset.turns} ${last.offsetHeight}` : "";
    if (!last || now === before) return; // a thumb on an old answer moves nothing
    // The question stays in sight: a long answer is read from its beginning.
    const top = last.getBoundingClientRect().top - scroll.getBoundingClientRect().top + scroll.scrollTop;
    const fresh = now.split(" ")[0] !== before.split(" ")[0];
    before = now;
    const answering = scroll.getAttribute("aria-busy") === "true";
    if (fresh && answering && innerWidth < 768 && scroll.getBoundingClientRect().top > 60) {
      scroll.scrollIntoView({ behavior: still.matches ? "auto" : "smooth" });
    }
    scroll.scrollTo({ top: top - 12, behavior: still.matches ? "auto" : "smooth" });
  });
  watch("value", follow);
  follow();

  const box = () => document.querySelector("#c-box textarea");
  const enter = (event) => { // in a box of several lines Gradio has it the other way round
    if (event.key !== "Enter" || event.target !== box() || event.isComposing) return;
    event.stopPropagation();
    if (event.shiftKey) return;
    event.preventDefault();
    document.querySelector("#c-send")?.click();
  };
  document.addEventListener("keydown", enter, true);
  document.addEventListener("keypress", enter, true);

  document.addEventListener("click", (event) => {
    if (event.target.closest("#c-send, #c-new, .c-scroll [data-do=edit]")) box()?.focus();
  }, true);
  window.rimanaRelabel = (language) => trigger("input", { language });
}
