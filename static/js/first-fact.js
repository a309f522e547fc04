/* The first fact of a new item: of the kinds of facts, the fields of the chosen one are shown, and those that nobody
   typed in begin with what the item says. Without this module each kind is there to be opened. */

const choice = document.querySelector("select[name=first]");
const form = choice?.form;
const kinds = [...document.querySelectorAll("[data-first]")];
const copied = new Map();

/* What a field of the item says: value and, of a choice, its words. A day that was inferred is nobody's. */
function said(name) {
  const field = form.elements.namedItem(name);
  if (name === "published_on" && form.elements.namedItem("date_inferred")?.checked) return ["", ""];
  if (!field?.options) return [field?.value ?? "", ""];
  const option = field.selectedOptions[0];
  return [option?.value ?? "", option?.text ?? ""];
}

function copy(field, [value, words]) {
  const before = copied.get(field) ?? "";
  if (!field || field.value === value || (field.value !== "" && field.value !== before)) return;
  if (field.options && value && ![...field.options].some((option) => option.value === value)) {
    if (!field.classList.contains("admin-autocomplete")) return;
    field.append(new Option(words, value));
  }
  field.value = value;
  copied.set(field, value);
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

function fill() {
  const kind = kinds.find((one) => one.dataset.first === choice.value);
  if (!kind) return;
  for (const [name, from] of Object.entries(JSON.parse(kind.dataset.firstFills))) {
    copy(form.elements.namedItem(`first-${choice.value}-${name}`), said(from));
  }
}

function show() {
  for (const kind of kinds) {
    kind.hidden = kind.dataset.first !== choice.value;
    kind.open = !kind.hidden;
  }
  fill();
}

if (choice) {
  choice.addEventListener("change", show);
  form.addEventListener("change", (event) => event.target.name?.startsWith("first") || fill());
  form.addEventListener("submit", fill, { capture: true });
  show();
}
