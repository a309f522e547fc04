// The inbox by keyboard: j and k go from row to row, x chooses, t takes, o opens the page, e decides.
(() => {
  const rows = [...document.querySelectorAll("#result_list tbody tr")];
  if (!rows.length) return;
  let at = -1;

  function go(to) {
    rows[at]?.classList.remove("inbox-here");
    at = Math.max(0, Math.min(rows.length - 1, to));
    rows[at].classList.add("inbox-here");
    rows[at].querySelector("th a")?.focus();
  }

  const keys = {
    j: () => go(at + 1),
    k: () => go(at - 1),
    x: () => rows[at]?.querySelector("input.action-select")?.click(),
    t: () => rows[at]?.querySelector("[data-step=take]")?.click(),
    o: () => rows[at]?.querySelector("[data-step=page]")?.click(),
    e: () => rows[at]?.querySelector("th a")?.click(),
  };

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]");
    const off = document.documentElement.hasAttribute("data-keys-off"); // see keys.js of the desk
    if (off || typing || document.querySelector("dialog[open]") || event.ctrlKey || event.metaKey || event.altKey || !(event.key in keys)) return;
    event.preventDefault();
    keys[event.key]();
  });
})();
