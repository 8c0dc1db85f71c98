// While the card of the form is out of sight, its word stays in a bar at the bottom.
new IntersectionObserver(([seen]) => {
  element.classList.toggle("f-away", !seen.isIntersecting);
}, { threshold: 0.15 }).observe(element);
