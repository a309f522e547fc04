/* <time data-relative datetime="…">2 Nov 2025, 10:00 UTC</time> becomes "14 minutes ago"; the
   printed moment moves to its title. The server's text stands wherever scripts do not run. */

const STEPS = [
  ["second", 60],
  ["minute", 60],
  ["hour", 24],
  ["day", 30.44],
  ["month", 12],
  ["year", Infinity],
];
const words = new Intl.RelativeTimeFormat(document.documentElement.lang || "en", { numeric: "auto" });

function phrase(moment) {
  let amount = (moment - Date.now()) / 1000;
  for (const [unit, size] of STEPS) {
    if (Math.abs(amount) < size) return words.format(Math.trunc(amount), unit);
    amount /= size;
  }
  return "";
}

function refresh() {
  for (const element of document.querySelectorAll("time[data-relative]")) {
    const moment = Date.parse(element.dateTime);
    if (Number.isNaN(moment)) continue;
    element.title ||= element.textContent.trim();
    element.textContent = phrase(moment);
  }
}

refresh();
document.addEventListener("contentchange", refresh);
setInterval(() => {
  if (!document.hidden) refresh();
}, 30_000);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) refresh();
});
