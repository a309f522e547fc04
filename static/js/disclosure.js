/* A <details data-popover> closes on Escape, on a click elsewhere and when the focus leaves it. */

for (const popover of document.querySelectorAll("details[data-popover]")) {
  const close = () => {
    popover.open = false;
  };
  popover.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !popover.open) return;
    close();
    popover.querySelector("summary").focus();
  });
  popover.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !popover.contains(event.relatedTarget)) close();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!popover.contains(event.target)) close();
  });
}

// On a narrow screen the navigation scrolls sideways: show where the reader is.
const here = document.querySelector(".nav [aria-current]");
const row = here?.closest("ul");
if (row && row.scrollWidth > row.clientWidth) {
  row.scrollLeft = here.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
}
