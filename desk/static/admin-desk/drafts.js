/* What is typed in a form of the desk and not stored yet: kept in this tab of the browser, offered back where the form
   opens again without it (after a new sign-in, a page that was left, an answer that never came), and warned about
   before the page is left. What was stored, thrown away or left by signing out is forgotten. */

const place = document.querySelector("[data-draft]");
const form = place?.closest("form");
const key = place && `draft:${place.dataset.draft}:${location.pathname}${location.search}`;
const SENT = "draft-sent";
const NOT_TYPED = new Set(["csrfmiddlewaretoken", "opened", "meant", "_save", "_continue", "_addanother", "_preview"]);

/* Values by name: those of a choice with the words that stand for them, as they may not be in the list next time.
   `served`: as the page came, whatever was typed before this script began. */
function typed(served = false) {
  const values = {};
  for (const field of form.elements) {
    if (!field.name || NOT_TYPED.has(field.name) || field.name.endsWith("_FORMS") || field.type === "file") continue;
    if (field.disabled || ["submit", "button", "hidden", "password"].includes(field.type)) continue;
    values[field.name] ??= [];
    if (field.type === "checkbox" || field.type === "radio") {
      if (served ? field.defaultChecked : field.checked) values[field.name].push([field.value, ""]);
    } else if (field.options) {
      const came = [...field.options].filter((option) => option.defaultSelected);
      if (!came.length && field.type === "select-one") came.push(...[...field.options].slice(0, 1));
      for (const option of served ? came : field.selectedOptions) values[field.name].push([option.value, option.text]);
    } else {
      const value = served ? field.defaultValue : field.value;
      if (value !== "") values[field.name].push([value, ""]);
    }
  }
  return values;
}

function same(one, other) {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  const plain = (values) => (values ?? []).map(([value]) => value).filter((value) => value !== "").sort().join("\n");
  return [...names].every((name) => plain(one[name]) === plain(other[name]));
}

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(key));
  } catch {
    return null;
  }
}

/* Those values that are others than at the beginning. */
function changed(values, from) {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !same({ [name]: values[name] }, { [name]: from?.[name] })));
}

function keep() {
  if (signingOut) return;
  const now = typed();
  if (same(now, start)) return waiting || sessionStorage.removeItem(key);
  /* What is offered and not decided is kept with what is typed beside it. */
  const values = waiting ? { ...waiting.values, ...changed(now, start) } : now;
  const opened = waiting ? waiting.opened : (form.elements.namedItem("opened")?.value ?? "");
  try {
    sessionStorage.setItem(key, JSON.stringify({ at: Date.now(), opened, values, start: waiting ? waiting.start : origin }));
  } catch {
    /* the browser keeps nothing more: the warning on leaving stays */
  }
}

/* Rows that were added to a list of parts are added again first. */
function addRows(values) {
  for (const total of form.querySelectorAll("[name$=-TOTAL_FORMS]")) {
    const prefix = total.name.slice(0, -"-TOTAL_FORMS".length);
    const rows = Object.keys(values).map((name) => name.match(`^${prefix}-(\\d+)-`)?.[1]).filter(Boolean);
    const link = document.querySelector(`#${prefix}-group .add-row a`);
    for (let at = Number(total.value); link && at <= Math.max(-1, ...rows.map(Number)); at += 1) link.click();
  }
}

/* Only what this person changed: what somebody else saved since stays as it is. */
function putBack({ values: all, start: from, opened }) {
  const values = changed(all, from);
  /* Where somebody else changed the same since, saving is refused: it is told by when this work began. */
  const moment = form.elements.namedItem("opened");
  const came = typed(true);
  const clash = Object.keys(values).some((name) => !same({ [name]: came[name] }, { [name]: from?.[name] }));
  if (clash && moment && opened) moment.value = opened;
  addRows(values);
  for (const field of form.elements) {
    const told = values[field.name];
    if (!told) continue;
    if (field.type === "checkbox" || field.type === "radio") {
      field.checked = told.some(([value]) => value === field.value);
    } else if (field.options) {
      for (const [value, words] of told) {
        if (![...field.options].some((option) => option.value === value)) field.append(new Option(words, value));
      }
      for (const option of field.options) option.selected = told.some(([value]) => value === option.value);
    } else {
      field.value = told[0]?.[0] ?? "";
    }
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

function offer(draft) {
  const box = document.createElement("div");
  box.className = "desk-draft";
  box.setAttribute("role", "status");
  const time = new Date(draft.at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  const words = document.createElement("p");
  words.textContent = place.dataset.draftFound.replace("{time}", time);
  const button = (label, work) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button";
    made.textContent = label;
    made.addEventListener("click", () => {
      waiting = null;
      box.remove();
      work();
    });
    return made;
  };
  box.append(
    words,
    button(place.dataset.draftPutBack, () => {
      putBack(draft);
      keep();
    }),
    button(place.dataset.draftDiscard, () => sessionStorage.removeItem(key)),
  );
  place.append(box);
}

let waiting = null; // a draft is offered, and neither taken nor thrown away
let leaving = false;
let signingOut = false;
let timer = 0;
let start = {};
let origin = {}; // what was there before anything was typed

function watch() {
  /* A form that came back with sentences has what was typed in it: that is not stored either. */
  const returned = document.querySelector(".errornote") !== null;
  start = returned ? {} : typed();
  origin = returned ? {} : typed(true);
  const draft = kept();
  if (returned) keep();
  else if (draft && !same(draft.values, start)) {
    waiting = draft;
    offer(draft);
  } else sessionStorage.removeItem(key);
  for (const event of ["input", "change"]) {
    form.addEventListener(event, () => {
      signingOut = false; // whoever goes on typing stayed
      clearTimeout(timer);
      timer = setTimeout(keep, 300);
    });
  }
  form.addEventListener("submit", (event) => {
    if (event.submitter?.name === "_preview") return keep();
    waiting = null;
    keep();
    leaving = true;
    sessionStorage.setItem(SENT, key);
  });
  addEventListener("pagehide", () => {
    clearTimeout(timer);
    if (!leaving) keep();
  });
  addEventListener("pageshow", () => (leaving = false));
  addEventListener("beforeunload", (event) => {
    if (!leaving && !same(typed(), start)) event.preventDefault();
  });
}

/* The page after a form that was sent says whether it was stored. */
const sent = sessionStorage.getItem(SENT);
const stored = document.querySelector(".messagelist .success, .messagelist .info") && !document.querySelector(".messagelist .error, .errornote");
if (sent && stored) sessionStorage.removeItem(sent);
if (document.querySelector("#user-tools")) sessionStorage.removeItem(SENT);
document.getElementById("logout-form")?.addEventListener("submit", () => {
  signingOut = true;
  for (const name of Object.keys(sessionStorage)) if (name.startsWith("draft:")) sessionStorage.removeItem(name);
});
if (form) addEventListener("load", () => setTimeout(watch));
