/* Filters in place: says when form[data-filters] asks; htmx asks and exchanges #results. "contentchange" tells
   the other modules that a part of the page is new.
   Fields that ask nothing stay out of the address: ?country=US, not ?country=US&q=&from=. */

const TYPING_MS = 400; // a pause in writing a word
const DATING_MS = 900; // a year is typed digit by digit, and each digit makes another day

for (const form of document.querySelectorAll("form[data-filters]")) {
  const count = form.querySelector("#filters-count");
  const asked = () => new URLSearchParams(new FormData(form)).toString();
  let answered = asked();
  let waiting;

  const ask = (pause) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      if (window.htmx && form.checkValidity() && asked() !== answered) form.requestSubmit();
    }, pause);
  };

  form.addEventListener("formdata", ({ formData }) => {
    for (const [key, value] of [...formData.entries()]) {
      if (value === "" || value === form.elements[key]?.dataset?.default) formData.delete(key);
    }
  });
  form.addEventListener("input", ({ target }) => target.type === "search" && ask(TYPING_MS));
  form.addEventListener("change", ({ target }) => target.type !== "search" && ask(target.type === "date" ? DATING_MS : 0));

  // "Show" brings nothing new when its answer is on the screen or on its way.
  form.addEventListener("htmx:confirm", (event) => asked() === answered && event.preventDefault());
  form.addEventListener("htmx:beforeRequest", () => {
    clearTimeout(waiting);
    answered = asked();
    document.getElementById("results").setAttribute("aria-busy", "true");
  });
  form.addEventListener("htmx:afterRequest", () => {
    document.getElementById("results").removeAttribute("aria-busy");
    document.dispatchEvent(new CustomEvent("contentchange"));
  });
  for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    form.addEventListener(failure, () => {
      answered = undefined; // the same may be asked again
      // A refusal says its own sentence; an answer that is missing has none.
      count.textContent = document.querySelector("#results > [data-error]") ? "" : form.dataset.failed;
    });
  }
}
