/* [data-download="png|svg"] with data-for="<chart>" saves that chart with its title, definition,
   source line and licence on it, so that the picture can stand alone. */

const SIZE = { width: 1200, scale: 2 };
const ABOVE = 92; // room for the title and the definition
const BELOW = 64; // room for the sources and the licence

/* The chart as it must look outside the page. `gd` is the drawn element. */
function poster(gd, frame) {
  const text = (selector) => frame.querySelector(selector)?.textContent.trim() ?? "";
  const style = getComputedStyle(frame.querySelector(".frame"));
  const { _size: margin, height } = gd._fullLayout;
  const left = Math.max(margin.l, 40);
  const credit = [text("[data-credit]"), `${location.origin}${location.pathname} · CC BY 4.0`].filter(Boolean);
  const layout = {
    ...gd.layout,
    width: SIZE.width,
    height: height + ABOVE + BELOW,
    paper_bgcolor: style.backgroundColor,
    margin: { l: left, r: Math.max(margin.r, 40), t: margin.t + ABOVE, b: margin.b + BELOW },
    title: {
      text: text("h2, h3"),
      subtitle: { text: text(".sub"), font: { size: 14 } },
      font: { size: 22, weight: 600, family: getComputedStyle(frame.querySelector("h2, h3")).fontFamily, color: style.color },
      x: 0,
      xref: "container",
      xanchor: "left",
      y: 1,
      yanchor: "top",
      pad: { l: 24, t: 28 },
    },
    annotations: [
      ...(gd.layout.annotations ?? []),
      { text: credit.join("<br>"), xref: "paper", yref: "paper", x: 0, y: 0, xanchor: "left", yanchor: "top", yshift: -margin.b - 12, xshift: 24 - left, align: "left", showarrow: false, font: { size: 12, weight: 400 } },
    ],
  };
  return { data: gd.data, layout, config: { staticPlot: true } };
}

async function save(button) {
  const gd = document.querySelector(`[data-chart="${CSS.escape(button.dataset.for)}"]`);
  const format = button.dataset.download;
  const figure = poster(gd, gd.closest("[data-chart-frame]"));
  const { height } = figure.layout;
  const address = await window.Plotly.toImage(figure, { format, width: SIZE.width, height, scale: format === "png" ? SIZE.scale : 1 });
  const link = Object.assign(document.createElement("a"), { href: address, download: `racetracker-${button.dataset.for}.${format}` });
  document.body.append(link);
  link.click();
  link.remove();
}

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-download]");
  if (!button) return;
  button.disabled = true;
  try {
    await save(button);
  } finally {
    button.disabled = false;
  }
});
