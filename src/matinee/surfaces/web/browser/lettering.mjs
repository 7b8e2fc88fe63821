// Reads the display faces and writes their outlines as JSON, so that posters carry real letters
// although an SVG that is shown as a picture may load no font.
import fs from "node:fs";
import path from "node:path";
import opentype from "opentype.js";

const UNITS = 300; // per em: a third of a pixel at most, on a poster shown 400 pixels wide
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.,'’-";
const SETS = ["latin", "latin-ext", "cyrillic"];
const FACES = {
  "abril-fatface": 400,
  "alfa-slab-one": 400,
  anton: 400,
  "bowlby-one": 400,
  cinzel: 700,
  "josefin-sans": 600,
  "league-gothic": 400,
  limelight: 400,
  lobster: 400,
  orbitron: 700,
  oswald: 600,
  "playfair-display": 700,
  "poiret-one": 400,
  righteous: 400,
};

function outline(glyph, scale) {
  const at = (value) => Math.round(value * scale);
  let [x, y, d] = [0, 0, ""];
  const pair = (px, py) => `${at(px) - x},${-at(py) - y}`;
  for (const c of glyph.path.commands) {
    if (c.type === "Z") {
      d += "z";
      continue;
    }
    if (c.type === "L" && at(c.x) === x) d += `v${-at(c.y) - y}`;
    else if (c.type === "L" && -at(c.y) === y) d += `h${at(c.x) - x}`;
    else if (c.type === "Q") d += `q${pair(c.x1, c.y1)},${pair(c.x, c.y)}`;
    else if (c.type === "C") d += `c${pair(c.x1, c.y1)},${pair(c.x2, c.y2)},${pair(c.x, c.y)}`;
    else if (c.type === "M") d += `M${at(c.x)},${-at(c.y)}`;
    else d += `l${pair(c.x, c.y)}`;
    [x, y] = [at(c.x), -at(c.y)];
  }
  return d.replaceAll(",-", "-").replaceAll(/([hv])0(?=[a-zA-Z]|$)/g, "");
}

function fontsOf(name, weight) {
  const folder = path.join("node_modules", "@fontsource", name, "files");
  return SETS.map((set) => path.join(folder, `${name}-${set}-${weight}-normal.woff`))
    .filter((file) => fs.existsSync(file))
    .map((file) => {
      const bytes = fs.readFileSync(file);
      return opentype.parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
    });
}

function kerns(font, scale) {
  const found = {};
  const glyphs = [...LETTERS].map((letter) => [letter, font.charToGlyph(letter)]);
  for (const [a, left] of glyphs)
    for (const [b, right] of glyphs) {
      const value = Math.round(font.getKerningValue(left, right) * scale);
      if (value) found[a + b] = value;
    }
  return found;
}

function face(name, weight) {
  const glyphs = {};
  let main = null;
  for (const font of fontsOf(name, weight)) {
    const scale = UNITS / font.unitsPerEm;
    if (font.charToGlyph("H").unicodes?.includes(72)) main ??= font;
    for (let index = 0; index < font.glyphs.length; index += 1) {
      const glyph = font.glyphs.get(index);
      for (const code of glyph.unicodes ?? []) {
        if (code < 32 || (code > 0x24f && code < 0x370) || code > 0x2122) continue;
        glyphs[String.fromCodePoint(code)] ??= [
          Math.round(glyph.advanceWidth * scale),
          outline(glyph, scale),
        ];
      }
    }
  }
  const scale = UNITS / main.unitsPerEm;
  const cap = Math.round(main.charToGlyph("H").getBoundingBox().y2 * scale);
  const tail = Math.round(-main.charToGlyph("p").getBoundingBox().y1 * scale);
  return { cap, tail, glyphs, kerns: kerns(main, scale) };
}

export function writeLettering(target) {
  const faces = Object.fromEntries(Object.entries(FACES).map(([n, w]) => [n, face(n, w)]));
  fs.writeFileSync(target, JSON.stringify({ units: UNITS, faces }));
}
