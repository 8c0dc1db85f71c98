// While the card of the form is out of sight, its word stays in a bar at the bottom.
new IntersectionObserver((seen) => { // the last of several is how it is now
  element.classList.toggle("f-away", !seen.at(-1).isIntersecting);
}, { threshold: 0.15 }).observe(element);
