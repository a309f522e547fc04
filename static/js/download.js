/* [data-download="png|svg"] with data-for="<chart>" saves that chart with its title and definition above it
   and every [data-credit] of its frame below (sources, limits, day, licence, address), so that the picture
   can stand alone. It is drawn as on a wide screen, whatever the screen. */

const WIDTH = 1200;
const SCALE = 2; // a PNG has so many pixels for each of these
const EDGE = 28;
const LEADING = 1.4;
const letters = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/* The text cut into lines that fit into the picture. */
function wrapped(text, font) {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = font;
  const fits = (line) => pen.measureText(line.trimEnd()).width <= WIDTH - 2 * EDGE;
  const lines = [""];
  // Between words, between Chinese signs, and within a word that no line holds, between its letters.
  for (const word of text.trim().replace(/\s+/g, " ").match(/ |\p{Script=Han}|[^ \p{Script=Han}]+/gu) ?? []) {
    for (const part of fits(word) ? [word] : Array.from(letters.segment(word), ({ segment }) => segment)) {
      if (lines.at(-1) && !fits(lines.at(-1) + part)) lines.push(part.trimStart());
      else lines[lines.length - 1] += part;
    }
  }
  return lines.map((line) => line.trimEnd());
}

const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/* Lines of text as SVG, and how far down they reach. */
function block(texts, { family, size, weight, colour }, top) {
  const lines = texts.flatMap((text) => wrapped(text, `${weight} ${size}px ${family}`));
  const svg = lines.map((line, n) => {
    const y = top + LEADING * size * n + size;
    return `<text x="${EDGE}" y="${y.toFixed(1)}" fill="${colour}" font-family="${escaped(family)}" font-size="${size}" font-weight="${weight}">${escaped(line)}</text>`;
  });
  return { svg: svg.join(""), bottom: top + LEADING * size * lines.length };
}

/* The chart as it must look outside the page: SVG with its width and height. */
async function poster(chart, frame) {
  const texts = (selector) => [...frame.querySelectorAll(selector)].map((element) => element.textContent);
  const heading = getComputedStyle(frame.querySelector("h2, h3"));
  const ground = getComputedStyle(frame.querySelector(".frame"));
  const note = getComputedStyle(frame.querySelector(".foot"));
  const { data, layout } = chart.wideFigure();
  const height = layout.height;

  const title = block(texts("h2, h3").slice(0, 1), { family: heading.fontFamily, size: 24, weight: 600, colour: ground.color }, EDGE);
  const words = block(texts(".sub").slice(0, 1), { family: note.fontFamily, size: 15, weight: 400, colour: ground.color }, title.bottom + 6);
  const top = words.bottom + 14;
  const credit = block(texts("[data-credit]"), { family: note.fontFamily, size: 12.5, weight: 400, colour: note.color }, top + height + 14);
  const drawn = await window.Plotly.toImage(
    { data, layout: { ...layout, width: WIDTH - EDGE }, config: { staticPlot: true } },
    { format: "svg", width: WIDTH - EDGE, height, imageDataOnly: true },
  );
  const whole = Math.ceil(credit.bottom + EDGE / 2);
  return {
    height: whole,
    svg: `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${whole}" viewBox="0 0 ${WIDTH} ${whole}"><rect width="100%" height="100%" fill="${ground.backgroundColor}"/>${title.svg}${words.svg}${drawn.replace(/^<svg /, `<svg x="${EDGE / 2}" y="${top}" `)}${credit.svg}</svg>`,
  };
}

async function png(picture, height) {
  const address = URL.createObjectURL(picture);
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: WIDTH * SCALE, height: height * SCALE });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  } finally {
    URL.revokeObjectURL(address);
  }
}

async function save(button) {
  const chart = document.querySelector(`[data-chart="${CSS.escape(button.dataset.for)}"]`);
  const format = button.dataset.download;
  const { svg, height } = await poster(chart, chart.closest("[data-chart-frame]"));
  const picture = new Blob([svg], { type: "image/svg+xml" });
  const address = URL.createObjectURL(format === "png" ? await png(picture, height) : picture);
  const link = Object.assign(document.createElement("a"), { href: address, download: `racetracker-${button.dataset.for}.${format}` });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
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
