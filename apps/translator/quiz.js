// Keys 1–4 answer; the way on has the focus, so that Enter goes there.
const typing = "textarea, select, input:not([type=radio]):not([type=checkbox])";
document.addEventListener("keydown", (event) => {
  if (!element.offsetParent || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches?.(typing) || !/^[1-4]$/.test(event.key)) return;
  element.querySelector(`[data-option="${event.key}"]:not(:disabled)`)?.click();
});
watch("value", () => setTimeout(() => {
  element.querySelector(".q-next")?.focus({ preventScroll: true });
  const card = element.querySelector(".q-card");
  if (card && card.getBoundingClientRect().bottom > innerHeight) card.scrollIntoView({ block: "start" });
}, 50));
