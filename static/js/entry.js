/* The entry of a news item: what the page of its link says is put into fields that nobody typed in.
   A pasted link is read at once, and so is one that Enter is pressed in; then the first empty field
   has the focus. Without this module the button at the foot does the same through the server. */

const panel = document.querySelector("[data-entry]");
const form = panel?.closest("form");
const link = form?.elements.namedItem("link");
const FIELDS = ["headline", "publisher", "language", "published_on", "country"];
const NEEDED = ["headline", "publisher", "language", "published_on", "country", "summary"];
const proposed = new Map(FIELDS.map((name) => [name, form?.elements.namedItem(name)?.value]));
const filled = new Set();
let asked = "";
let asking = null;

function say(words) {
  const line = document.createElement("p");
  line.className = "desk-sentence";
  line.textContent = words;
  panel.replaceChildren(line);
}

// A page that does not say it leaves no value of the page that was read before.
function put(name, value = "") {
  const field = form.elements.namedItem(name);
  const untouched = field.value === "" || field.value === proposed.get(name);
  const possible = !field.options || [...field.options].some((option) => option.value === value);
  if (!untouched || !possible || (!value && !filled.has(name))) return;
  field.value = value;
  proposed.set(name, value);
  filled.add(name);
}

// Whether the page was read is ticked for whoever did not tick it themselves.
function tick(read) {
  const box = form.elements.namedItem("page_read");
  if (!box.hasAttribute("data-typed")) box.checked = read;
}

function choose(id, name) {
  const select = form.elements.namedItem("projects");
  let option = [...select.options].find((one) => one.value === String(id));
  if (!option) select.append((option = new Option(name, id)));
  option.selected = true;
  select.dispatchEvent(new Event("change", { bubbles: true }));
}

function goOn() {
  const field = NEEDED.map((name) => form.elements.namedItem(name)).find((one) => !one.value);
  (field ?? form.elements.namedItem("summary")).focus();
}

async function read({ move = false } = {}) {
  const address = link.value.trim();
  if (!address || (address === asked && asking === null)) {
    if (move) goOn();
    return;
  }
  if (address === asked) {
    if (move) asking.move = true;
    return;
  }
  asked = address;
  const mine = (asking = { move });
  say(panel.dataset.reading);
  try {
    const answer = await fetch(panel.dataset.entry, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json" },
    });
    const found = await answer.json();
    if (mine !== asking) return;
    panel.innerHTML = found.panel;
    for (const name of FIELDS) put(name, found.fields[name]);
    if (found.fields.link && link.value.trim() === address) link.value = asked = found.fields.link;
    tick(found.read);
    for (const project of found.projects) choose(project.id, project.name);
  } catch {
    if (mine !== asking) return;
    asked = "";
    say(panel.dataset.failed);
  }
  asking = null;
  if (mine.move) goOn();
}

if (link) {
  link.addEventListener("paste", () => setTimeout(read));
  link.addEventListener("change", () => read());
  link.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    read({ move: true });
  });
  panel.addEventListener("click", (event) => {
    const button = event.target.closest("[data-entry-project]");
    if (!button) return;
    choose(button.dataset.entryProject, button.dataset.entryName);
    button.remove();
    form.elements.namedItem("summary").focus();
  });
  const box = form.elements.namedItem("page_read");
  box.addEventListener("change", () => box.setAttribute("data-typed", ""));
  const button = form.querySelector("[data-entry-read]");
  button.addEventListener("click", (event) => {
    event.preventDefault();
    asked = "";
    read({ move: true });
  });
  if (!panel.hasChildNodes()) say(panel.dataset.key);
}
