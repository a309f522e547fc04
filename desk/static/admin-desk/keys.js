/* Keys of the desk. Ctrl+Enter (on a Mac also Command+Enter) saves the form; ? opens the list of keys, and so does the
   button at the top. Single keys can be switched off there, for whoever speaks to the machine or types by chance
   (WCAG 2.1.4): `data-keys-off` on the page tells other modules. */

const OFF = "desk-single-keys-off";
const list = document.getElementById("desk-keys");
const button = document.querySelector("[data-keys-open]");
const box = list?.querySelector("[data-keys-single]");
const root = document.documentElement;

function isOff() {
  try {
    return localStorage.getItem(OFF) !== null;
  } catch {
    return false;
  }
}

function set(off) {
  root.toggleAttribute("data-keys-off", off);
  try {
    if (off) localStorage.setItem(OFF, "");
    else localStorage.removeItem(OFF);
  } catch {
    /* the browser keeps nothing: it holds for this page */
  }
}

function save(event) {
  const form = event.target.closest?.("form") ?? document.querySelector("#content-main form");
  const first = form?.querySelector("[name=_save]");
  if (!first || !form.closest("#content-main")) return;
  event.preventDefault();
  form.requestSubmit(first);
}

root.toggleAttribute("data-keys-off", isOff());
document.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return save(event);
  const typing = event.target.closest?.("input:not([type=checkbox]), select, textarea, [contenteditable]");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || event.key !== "?" || isOff()) return;
  event.preventDefault();
  if (!list?.open) list?.showModal();
});

if (list && button) {
  button.hidden = false;
  button.addEventListener("click", () => list.showModal());
  box.checked = !isOff();
  box.addEventListener("change", () => set(!box.checked));
}
