"use strict";
/* Plotly with the two trace types and the few components that the charts use.
   The same steps as plotly.js/src/core.js, with a shorter list: no sliders, menus, images,
   range selectors or 3D. A figure that needs one of them needs it added here first. */

exports.version = require("plotly.js/src/version").version;
require("plotly.js/build/plotcss");

const { register } = require("plotly.js/src/registry");
const api = require("plotly.js/src/plot_api");

exports.register = register;
for (const [name, fn] of Object.entries(api)) {
  if (!name.startsWith("_")) exports[name] = fn;
  register({ moduleType: "apiMethod", name, fn });
}

register([require("plotly.js/src/traces/scatter"), require("plotly.js/src/traces/bar")]);
register([
  require("plotly.js/src/components/annotations"),
  require("plotly.js/src/components/selections"),
  require("plotly.js/src/components/shapes"),
  require("plotly.js/src/components/grid"),
  require("plotly.js/src/components/errorbars"),
  require("plotly.js/src/components/colorscale"),
  require("plotly.js/src/components/colorbar"),
  require("plotly.js/src/components/legend"), // after shapes: its defaults depend on them
  require("plotly.js/src/components/fx"), // after legend
  require("plotly.js/src/components/modebar"),
]);
register([require("plotly.js/src/locale-en"), require("plotly.js/src/locale-en-us")]);

const { resize, graphJson } = require("plotly.js/src/plots/plots");
exports.Plots = { resize, graphJson };
exports.Icons = require("plotly.js/src/fonts/ploticon");
exports.PlotSchema = require("plotly.js/src/plot_api/plot_schema");
