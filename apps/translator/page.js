// Runs in each HTML part of the page; `element` and `trigger` come from gr.HTML.
const box = () => document.querySelector("#t-text textarea");
const put = (text) => { // Gradio hears of it by the event
  box().value = text;
  box().dispatchEvent(new Event("input", { bubbles: true }));
};

// The server draws the part anew; whoever pressed a button by keyboard stays on it.
let pressed = "";
watch("value", () => requestAnimationFrame(() => {
  const again = pressed && element.querySelector(pressed);
  if (again && document.activeElement === document.body) again.focus({ preventScroll: true });
  pressed = "";
}));

element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.do) {
    const { at } = button.dataset;
    pressed = `[data-do="${button.dataset.do}"]` + (at ? `[data-at="${at}"]` : "");
    trigger(button.dataset.do, { ...button.dataset });
  }
  if (button.dataset.type && box()) {
    const { selectionStart: start, selectionEnd: end, value } = box();
    put(value.slice(0, start) + button.dataset.type + value.slice(end));
    box().focus();
    box().setSelectionRange(start + 1, start + 1);
  }
  if (button.dataset.say) {
    const address = new URL(location.href);
    address.pathname = address.pathname.replace(/[^/]*$/, "") + "speak";
    address.search = new URLSearchParams({ text: button.dataset.say });
    new Audio(address).play().catch(() => {});
  }
  if (button.dataset.copy) copy(button);
});

const copy = async (button) => {
  const label = button.querySelector("span");
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
  } catch { // no clipboard outside https and localhost
    const hidden = document.createElement("textarea");
    hidden.value = button.dataset.copy;
    document.body.append(hidden);
    hidden.select();
    document.execCommand("copy");
    hidden.remove();
    button.focus();
  }
  const before = label.textContent;
  label.textContent = button.dataset.done;
  setTimeout(() => { label.textContent = before; }, 1500);
};

if (element.querySelector(".t-keys")) {
  const count = () => {
    const counter = element.querySelector(".t-counter");
    if (!counter || !box()) return;
    const used = [...box().value].length;
    const text = `${used} / ${counter.dataset.limit}`;
    if (counter.textContent !== text) counter.textContent = text;
    const limit = Number(counter.dataset.limit);
    counter.classList.toggle("t-near", used > 0.8 * limit); // until then nobody needs to know
    counter.classList.toggle("t-over", used > limit);
  };
  document.addEventListener("input", count);
  setInterval(count, 400); // a server update of the box raises no event
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.target !== box()) return;
    event.preventDefault();
    document.querySelector("#t-go")?.click();
  }, true);
}

// Screen readers are told by a place that stays, for the answer is drawn anew each time.
if (element.closest("#t-answer")) {
  const live = document.createElement("p");
  live.className = "t-live";
  live.setAttribute("role", "status");
  document.body.append(live);
  watch("value", () => requestAnimationFrame(() => {
    const parts = [...element.querySelectorAll(".t-text, .t-badges")].reverse();
    live.replaceChildren(...parts.flatMap((part) => {
      const told = document.createElement("span");
      told.lang = part.lang || document.documentElement.lang;
      told.textContent = part.classList.contains("t-text")
        ? part.textContent : [...part.children].map((one) => one.textContent).join(", ");
      return [told, ". "];
    }));
  }));
}

// A hint stays on the page, and Escape puts it away.
if (element.closest("#t-glosses")) {
  const show = (event) => {
    element.querySelector(".t-words")?.classList.remove("t-dismissed");
    const tip = event.target.closest?.(".t-word")?.nextElementSibling;
    if (!tip) return;
    tip.style.translate = "";
    const over = tip.getBoundingClientRect().right - document.documentElement.clientWidth + 12;
    if (over > 0) tip.style.translate = `${-over}px`;
  };
  element.addEventListener("pointerover", show);
  element.addEventListener("focusin", show);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") element.querySelector(".t-words")?.classList.add("t-dismissed");
  });
}

if (element.querySelector(".t-head")) {
  window.rimanaRelabel = (language) => trigger("input", { language });
}
