/* Sets the colours before the page is painted, and turns the switch. A classic script in <head>:
   a module would come too late and the page would flash. `js` on <html> says that scripts run. */
(() => {
  "use strict";
  const ORDER = ["auto", "light", "dark"];
  const root = document.documentElement;
  root.classList.add("js");

  const stored = () => {
    try {
      const theme = localStorage.getItem("theme");
      return ORDER.includes(theme) ? theme : "auto";
    } catch {
      return "auto"; // storage is forbidden: the choice lasts for this page
    }
  };

  const apply = (theme) => {
    if (theme === "auto") delete root.dataset.theme;
    else root.dataset.theme = theme;
    document.dispatchEvent(new CustomEvent("themechange"));
  };

  const show = (button, theme) => {
    button.dataset.themeSwitch = theme;
    const label = button.dataset[`label${theme[0].toUpperCase()}${theme.slice(1)}`];
    button.querySelector("[data-theme-label]").textContent = label;
    button.title = label;
    button.hidden = false;
  };

  let theme = stored();
  apply(theme);

  document.addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector("[data-theme-switch]");
    if (!button) return;
    show(button, theme);
    button.addEventListener("click", () => {
      theme = ORDER[(ORDER.indexOf(theme) + 1) % ORDER.length];
      try {
        if (theme === "auto") localStorage.removeItem("theme");
        else localStorage.setItem("theme", theme);
      } catch {
        // storage is forbidden: see stored()
      }
      apply(theme);
      show(button, theme);
    });
  });

  // Tabs that no module has taken over by now would hide the tables: read on as without scripts.
  addEventListener("load", () => {
    if (document.querySelector(".panel.later")) root.classList.remove("js");
  });

  // Paper is light, whatever the screen is.
  addEventListener("beforeprint", () => (root.dataset.theme = "light"));
  addEventListener("afterprint", () => apply(theme));

  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => apply(theme));
})();
