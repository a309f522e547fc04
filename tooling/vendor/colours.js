/* Stands in for culori inside the bundle: Plotly asks it for five functions and two colour
   spaces, and culori's full build registers thirty. */
import { modeHsl, modeLrgb, modeRgb, useMode } from "culori/fn";

useMode(modeRgb);
useMode(modeHsl);
useMode(modeLrgb);

export { converter, formatHex, formatRgb, wcagContrast, wcagLuminance } from "culori/fn";
