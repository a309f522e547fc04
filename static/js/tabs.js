/* Turns a row of links to sections, [data-tabs], into tabs (the pattern of the ARIA guide: arrows,
   Home and End move, one tab is in the tab order). Without this file the links jump to the sections. */

let count = 0;
let chosen = 0; // by the reader: a frame that takes the place of another one opens on the same tab

function upgrade(list) {
  const tabs = [...list.querySelectorAll("a[href^='#']")];
  const panels = tabs.map((tab) => document.getElementById(tab.hash.slice(1)));
  if (panels.includes(null)) return;

  const select = (index, focus) => {
    tabs.forEach((tab, i) => {
      tab.setAttribute("aria-selected", String(i === index));
      tab.tabIndex = i === index ? 0 : -1;
      panels[i].hidden = i !== index;
      panels[i].classList.remove("later");
    });
    if (focus) tabs[index].focus();
  };

  /* What is open stands in the address: it can be linked, and stays when the page is loaded anew. */
  const remember = (index) => {
    const hash = index ? `#${panels[index].id}` : "";
    history.replaceState(history.state, "", location.pathname + location.search + hash);
  };

  list.setAttribute("role", "tablist");
  tabs.forEach((tab, index) => {
    tab.id ||= `tab-${(count += 1)}`;
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", panels[index].id);
    panels[index].setAttribute("role", "tabpanel");
    panels[index].setAttribute("aria-labelledby", tab.id);
    tab.addEventListener("click", (event) => {
      event.preventDefault();
      select((chosen = index));
      remember(index);
    });
    tab.addEventListener("keydown", (event) => {
      const last = tabs.length - 1;
      const next = {
        ArrowRight: index === last ? 0 : index + 1,
        ArrowLeft: index === 0 ? last : index - 1,
        Home: 0,
        End: last,
        " ": index,
      }[event.key];
      if (next === undefined) return;
      event.preventDefault();
      select((chosen = next), true);
      remember(next);
    });
  });

  // An address that names a section opens it.
  const named = panels.findIndex((panel) => location.hash === `#${panel.id}`);
  select(named >= 0 ? named : panels[chosen] ? chosen : 0);
  list.addEventListener("tabs:select", (event) => select(panels.findIndex((panel) => panel.id === event.detail)));
}

const upgradeNew = () => document.querySelectorAll("[data-tabs]:not([role])").forEach(upgrade);
upgradeNew();
document.addEventListener("contentchange", upgradeNew);
