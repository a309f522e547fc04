/* Makes static/vendor/ and tests/vendor/ from the packages that package-lock.json pins. See build.sh. */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const house = join(here, "..", "..");
const manifest = (name) => JSON.parse(readFileSync(join(modules, name, "package.json"), "utf8"));
const { version, license } = manifest("plotly.js");

const colours = {
  name: "colours",
  setup: (build) => build.onResolve({ filter: /^culori$/ }, () => ({ path: join(here, "colours.js") })),
};

/* <b>, <i>, <sup> in a label become SVG with a style attribute, which `style-src 'self'` refuses.
   The same style set through the object model is allowed. */
const ATTRIBUTE = "if(nodeSpec.style) nodeAttrs.style = nodeSpec.style;";
const ELEMENT = "var newNode = document.createElementNS(xmlnsNamespaces.svg, nodeType);";
const styleWithoutAttributes = {
  name: "style-without-attributes",
  setup: (build) => build.onLoad({ filter: /plotly\.js\/src\/lib\/svg_text_utils\.js$/ }, ({ path }) => {
    const source = readFileSync(path, "utf8");
    if (!source.includes(ATTRIBUTE) || !source.includes(ELEMENT)) throw new Error(`${path} has changed: look at styleWithoutAttributes again`);
    return { contents: source.replace(ATTRIBUTE, "").replace(ELEMENT, `${ELEMENT} if(nodeSpec.style) newNode.style.cssText = nodeSpec.style;`) };
  }),
};

const bundle = await build({
  absWorkingDir: here,
  entryPoints: ["plotly-entry.js"],
  bundle: true,
  minify: true,
  write: false,
  metafile: true,
  format: "iife",
  globalName: "Plotly",
  target: "es2020",
  legalComments: "none", // every licence is in LICENSES.txt
  define: { global: "window", "define.amd": "false" },
  plugins: [colours, styleWithoutAttributes],
  loader: { ".css": "empty" }, // the maps' style sheet, for traces that are not in the bundle
  outfile: "plotly.min.js",
});

/* A package's name and version with the licence text that it ships. */
function licence(name) {
  const about = manifest(name);
  const texts = readdirSync(join(modules, name)).filter((entry) => /^licen[cs]e/i.test(entry)).sort();
  const text = texts.map((file) => readFileSync(join(modules, name, file), "utf8").trim()).join("\n\n");
  return `${name} ${about.version} (${about.license})\n${"-".repeat(72)}\n${text || "(no licence file in the package)"}\n`;
}

/* The licences of the packages that left bytes in the bundle. */
function licences() {
  const inputs = Object.entries(Object.values(bundle.metafile.outputs)[0].inputs);
  const used = inputs.filter(([path, { bytesInOutput }]) => bytesInOutput > 0 && !path.endsWith(".css")).map(([path]) => path);
  const names = used.map((path) => path.match(/.*node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1]);
  return [...new Set(names)].filter(Boolean).sort().map(licence);
}

/* A file as its package ships it, with a first line that says what it is. */
function asItIs(name, path) {
  const { version, license } = manifest(name);
  const contents = readFileSync(join(modules, name, path), "utf8");
  return {
    contents: contents.startsWith("/*!") ? contents : `/*! ${name} ${version}. Licence: LICENSES.txt */\n${contents}`,
    about: { name, version, licence: license },
  };
}

const texts = [...licences(), licence("htmx.org")];
const forReaders = {
  "plotly.min.js": {
    contents: `/*! plotly.js ${version}, scatter and bar only. Licences: LICENSES.txt */\n${bundle.outputFiles[0].text}`,
    about: {
      name: "plotly.js",
      version,
      licence: license,
      traces: ["scatter", "bar"],
      changed: "label styles are set through the object model instead of style attributes",
    },
  },
  "plotly.css": {
    contents: readFileSync(join(modules, "plotly.js", "dist", "plotly.css"), "utf8"),
    about: { name: "plotly.js", version, licence: license },
  },
  "htmx.min.js": asItIs("htmx.org", "dist/htmx.min.js"),
  "LICENSES.txt": {
    contents: `What is inside plotly.min.js, plotly.css and htmx.min.js: ${texts.length} packages.\n\n${texts.join("\n\n")}`,
    about: { name: "licences of everything here", packages: texts.length },
  },
};
const forTests = {
  "axe.min.js": asItIs("axe-core", "axe.min.js"),
  "LICENSES.txt": { contents: licence("axe-core"), about: { name: "licences of everything here", packages: 1 } },
};

/* Writes the files and their list into a folder made anew. */
function place(folder, files) {
  const target = join(house, folder);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const listing = {};
  for (const [name, { contents, about }] of Object.entries(files)) {
    const bytes = Buffer.from(contents.endsWith("\n") ? contents : `${contents}\n`);
    writeFileSync(join(target, name), bytes);
    listing[name] = { ...about, bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
    console.log(`${folder}/${name}: ${bytes.length} bytes, gzip ${gzipSync(bytes, { level: 9 }).length}, brotli ${brotliCompressSync(bytes).length}`);
  }
  writeFileSync(join(target, "VENDOR.json"), `${JSON.stringify({ made_by: "make vendor", files: listing }, null, 2)}\n`);
}

place("static/vendor", forReaders);
place("tests/vendor", forTests);
