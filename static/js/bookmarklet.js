/* A bookmark that opens the entry of a news item with the address of the page that is looked at. Pressed here it
   would only open this page again, so it says what to do with it. */

for (const link of document.querySelectorAll("[data-bookmarklet]")) {
  const form = new URL(link.getAttribute("href"), location.href).href;
  link.href = `javascript:location.href=${JSON.stringify(`${form}?link=`)}+encodeURIComponent(location.href)`;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    link.parentElement.querySelector("[data-bookmarklet-how]").hidden = false;
  });
}
