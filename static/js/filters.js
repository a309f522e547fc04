/* Leaves the fields that ask nothing out of the address: ?country=US, not ?country=US&q=&from=. */

for (const form of document.querySelectorAll("form[data-filters]")) {
  form.addEventListener("formdata", (event) => {
    for (const [key, value] of [...event.formData.entries()]) {
      if (value === "") event.formData.delete(key);
    }
  });
}
