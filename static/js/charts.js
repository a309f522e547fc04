/* Draws every [data-chart] from the figure in the JSON element of the same id.
   The server sends numbers and intentions; how they look is decided here, once, from the tokens:
   - any "var(--us)" in a figure becomes that token's colour in the theme of the moment;
   - look() below holds for every figure, and a figure may overrule it;
   - layout.meta.narrow is a patch ({layout, data}) for containers under 560 px. */

const NARROW = 560;
const PAPER_PX = 680; // A4 less its margins
const CONFIG = { displayModeBar: false, scrollZoom: false, doubleClick: false, showTips: false, responsive: false };

/* The look of every chart. */
const look = () => {
  const size = 13;
  const axis = {
    fixedrange: true,
    gridcolor: "var(--line)",
    linecolor: "var(--line-2)",
    zeroline: false,
    showline: false,
    ticks: "",
    title: { standoff: 12, font: { size } },
  };
  return {
    layout: {
      autosize: true,
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      colorway: ["var(--us)", "var(--cn)", "var(--other)"],
      font: { family: "var(--sans)", size, color: "var(--ink-2)" },
      margin: { l: 8, r: 16, t: 8, b: 8, pad: 0 },
      dragmode: false,
      hovermode: "closest",
      showlegend: false,
      bargap: 0.36,
      bargroupgap: 0.06,
      separators: ".,",
      hoverlabel: { bgcolor: "var(--panel)", bordercolor: "var(--line-2)", font: { family: "var(--sans)", color: "var(--ink)", size }, align: "left" },
      legend: { orientation: "h", x: 0, y: 1.02, xanchor: "left", yanchor: "bottom", itemclick: false, itemdoubleclick: false },
      annotationdefaults: { showarrow: false, font: { size, weight: 600 } },
      xaxis: { ...axis, automargin: "height", ticklabelstandoff: 4 },
      yaxis: { ...axis, automargin: "width", ticklabelstandoff: 8 },
    },
    data: {
      bar: [{ cliponaxis: false, textangle: 0, constraintext: "none", outsidetextfont: { weight: 600 }, marker: { line: { width: 1.2 }, pattern: { fillmode: "replace", size: 5, solidity: 0.4 } } }],
      scatter: [{ cliponaxis: false, line: { width: 2.5 }, marker: { size: 8 } }],
    },
  };
};

const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/* `patch` laid over `base`: records are merged, everything else is replaced. */
function merged(base, patch) {
  if (!isRecord(base) || !isRecord(patch)) return patch;
  const result = { ...base };
  for (const [key, value] of Object.entries(patch)) result[key] = key in base ? merged(base[key], value) : value;
  return result;
}

/* The figure for a narrow container; traces are patched by their position. */
function narrowed({ data, layout }) {
  const patch = layout.meta?.narrow ?? {};
  return {
    data: data.map((trace, index) => merged(trace, patch.data?.[index] ?? {})),
    layout: merged(layout, patch.layout ?? {}),
  };
}

/* Lengths in a figure are meant for a root font of 16 px: margins, letters, lines, marks and shifts grow with it. */
const LENGTHS = new Set(["xshift", "yshift", "ay", "standoff", "font.size", "marker.size", "line.width", "margin.l", "margin.r", "margin.t", "margin.b"]);

function enlarged(value, scale, owner = "", name = "") {
  if (scale === 1) return value;
  if (typeof value === "number") return LENGTHS.has(name) || LENGTHS.has(`${owner}.${name}`) ? value * scale : value;
  if (Array.isArray(value)) return value.map((item) => enlarged(item, scale, owner, name));
  if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, enlarged(item, scale, name, key)]));
  return value;
}

/* Reads tokens as the browser computes them: a colour pair becomes the colour of this theme. */
function tokenReader(element) {
  const probe = element.appendChild(document.createElement("span"));
  const known = new Map();
  const read = (name) => {
    if (!known.has(name)) {
      probe.style.color = "";
      probe.style.color = `var(${name}, inherit)`;
      const raw = getComputedStyle(element).getPropertyValue(name).trim();
      const isColour = raw.startsWith("light-dark(") || CSS.supports("color", raw);
      known.set(name, isColour ? getComputedStyle(probe).color : raw);
    }
    return known.get(name);
  };
  return { read, done: () => probe.remove() };
}

function resolved(value, read) {
  if (typeof value === "string") return value.replace(/var\((--[\w-]+)\)/g, (_, name) => read(name));
  if (Array.isArray(value)) return value.map((item) => resolved(item, read));
  if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolved(item, read)]));
  return value;
}

/* What is said of a point is broken into lines that the drawing has room for: Plotly breaks none, and cuts what is wider. */
const SAID_PX = 520;
const TOKEN = /<[^>]*>|%\{[^}]*\}|&#?\w+;|\s+|\p{Script=Han}|[^\s<%&\p{Script=Han}]+|[<%&]/gu;
const UNPRINTED = /<[^>]*>|%\{[^}]*\}/g;
const letters = new Intl.Segmenter(undefined, { granularity: "grapheme" });

function inLines(text, most, widthOf) {
  if (widthOf(text) <= most) return text;
  const lines = [""];
  for (const token of text.match(TOKEN)) {
    const parts = widthOf(token) > most ? Array.from(letters.segment(token), ({ segment }) => segment) : [token];
    for (const part of parts) {
      if (lines.at(-1) && widthOf(lines.at(-1) + part) > most) lines.push(part.trimStart());
      else lines[lines.length - 1] += part;
    }
  }
  return lines.join("<br>");
}

function saidInLines(data, width, font) {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = `600 ${font.size}px ${font.family}`;
  const widthOf = (text) => pen.measureText(text.replace(UNPRINTED, "").replace(/&#?\w+;/g, "&")).width;
  const most = Math.min(width - 48, SAID_PX);
  const broken = (value) => {
    if (Array.isArray(value)) return value.map(broken);
    return typeof value === "string" ? value.split("<br>").map((line) => inLines(line, most, widthOf)).join("<br>") : value;
  };
  return data.map((trace) => {
    if (typeof trace.hovertemplate !== "string") return trace;
    const said = { customdata: broken(trace.customdata), hovertext: broken(trace.text) }; // the text may be drawn, too
    const template = broken(trace.hovertemplate.replaceAll("%{text}", "%{hovertext}"));
    return { ...trace, ...Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)), hovertemplate: template };
  });
}

let plotly;
/* Fetches Plotly once, when the first chart is about to be seen. */
function loadPlotly() {
  plotly ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = document.querySelector("meta[name=plotly]").content;
    script.onload = () => (window.Plotly ? resolve(window.Plotly) : reject(new Error("Plotly did not start")));
    script.onerror = () => reject(new Error("Plotly could not be fetched"));
    document.head.append(script);
  });
  return plotly;
}

class Chart {
  constructor(element) {
    this.element = element;
    this.frame = element.closest("[data-chart-frame]") ?? element.parentElement;
    this.figure = JSON.parse(document.getElementById(element.dataset.chart).textContent);
    this.drawnWidth = undefined;
    element.wideFigure = () => this.figureFor(false, 1); // for js/download.js
  }

  async draw() {
    if (!this.element.clientWidth) return; // behind another tab
    const Plotly = await loadPlotly();
    if (!this.element.isConnected) return; // exchanged for another one meanwhile
    await this.drawAt(Plotly, this.element.clientWidth);
  }

  async drawAt(Plotly, width) {
    this.drawnWidth = width;
    const { data, layout } = this.figureFor(width < NARROW, parseFloat(getComputedStyle(document.documentElement).fontSize) / 16);
    this.element.querySelectorAll(".hold").forEach((hold) => hold.remove());
    const said = saidInLines(data, width, layout.template.layout.hoverlabel.font);
    await Plotly.react(this.element, said, { ...layout, width }, CONFIG);
    this.frame.classList.add("drawn");
    this.frame.querySelectorAll(".needs-drawing").forEach((item) => (item.hidden = false));
  }

  /* The figure in the colours of the moment, for a narrow container or a wide one. */
  figureFor(isNarrow, scale) {
    const { read, done } = tokenReader(this.frame);
    const figure = { data: this.figure.data ?? [], layout: this.figure.layout ?? {} };
    const { data, layout } = resolved(enlarged(isNarrow ? narrowed(figure) : figure, scale), read);
    const template = resolved(enlarged(look(), scale), read);
    done();
    return { data, layout: { ...layout, template, height: (layout.height ?? 420) * scale } };
  }

  /* Once drawn: follow the container. */
  async follow() {
    if (this.drawnWidth !== undefined && this.drawnWidth !== this.element.clientWidth) await this.draw();
  }

  fail() {
    this.frame.classList.add("failed");
    for (const name of ["role", "aria-labelledby", "aria-describedby"]) this.element.removeAttribute(name);
    this.element.replaceChildren(Object.assign(document.createElement("p"), { className: "notice warn", textContent: this.element.dataset.failed }));
    const table = document.getElementById(`table-${this.element.dataset.chart}`);
    if (table) this.element.append(table.querySelector(".table-scroll").cloneNode(true));
  }
}

const charts = new Map();
const attempt = (chart, action) => chart[action]().catch((error) => {
  console.warn(error.message);
  chart.fail();
});

function seen(entries, observer) {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    observer.unobserve(target);
    attempt(charts.get(target), "draw").then(() => charts.has(target) && widths.observe(target));
  }
}

/* A page that was just opened draws what is on the screen and nothing else: Plotly is a large script, and
   somebody may want the text alone. Who begins to scroll finds the next charts drawn. */
let near = new IntersectionObserver(seen);
addEventListener("scroll", () => {
  near.disconnect();
  near = new IntersectionObserver(seen, { rootMargin: "600px 0px" });
  for (const [element, chart] of charts) if (chart.drawnWidth === undefined) near.observe(element);
}, { once: true, passive: true });

const widths = new ResizeObserver((entries) => {
  for (const { target } of entries) requestAnimationFrame(() => charts.has(target) && attempt(charts.get(target), "follow"));
});

/* Takes up the charts that are new on the page, and lets go of those that left it. */
function lookAgain() {
  for (const element of charts.keys()) {
    if (element.isConnected) continue;
    near.unobserve(element);
    widths.unobserve(element);
    window.Plotly?.purge(element);
    charts.delete(element);
  }
  for (const element of document.querySelectorAll("[data-chart]")) {
    if (charts.has(element)) continue;
    charts.set(element, new Chart(element));
    near.observe(element);
  }
}

lookAgain();
document.addEventListener("contentchange", lookAgain);
/* Paper is laid out at once: what is drawn is drawn again as wide as a page, in the colours that theme.js has
   set; the rest prints its table. "themechange" brings the screen back. */
addEventListener("beforeprint", () => {
  for (const chart of charts.values()) if (chart.drawnWidth !== undefined) chart.drawAt(window.Plotly, PAPER_PX);
});
document.addEventListener("themechange", () => {
  for (const chart of charts.values()) if (chart.drawnWidth !== undefined) attempt(chart, "draw");
});
