// Bundles styles, scripts and fonts into ../static under names that carry a hash of the content,
// with a manifest, and packs each text file once so that no request has to.
import fs from "node:fs";
import path from "node:path";
import zlib from "node:zlib";
import esbuild from "esbuild";
import { writeLettering } from "./lettering.mjs";
import { writeLexicon } from "./lexicon.mjs";

const TARGET = path.join("..", "static");
const PACKED = new Set([".css", ".js"]);

fs.rmSync(TARGET, { recursive: true, force: true });
fs.mkdirSync(TARGET, { recursive: true });

const { metafile } = await esbuild.build({
  entryPoints: ["styles/member.css", "styles/desk.css", "scripts/app.js", "scripts/desk.js", "scripts/previews.js", "scripts/player.js", "scripts/upload.js", "scripts/film_strip.js", "scripts/reage.js", "scripts/pinboard.js", "icon.svg"],
  outdir: TARGET,
  entryNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022", "chrome111", "firefox114", "safari16.4"],
  loader: { ".woff2": "file", ".svg": "copy" },
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
});

const manifest = {};
for (const [output, made] of Object.entries(metafile.outputs)) {
  const source = made.entryPoint ?? Object.keys(made.inputs)[0];
  const file = path.basename(output);
  manifest[path.basename(source)] = file;
  if (!PACKED.has(path.extname(file))) continue;
  const bytes = fs.readFileSync(output);
  fs.writeFileSync(`${output}.gz`, zlib.gzipSync(bytes, { level: 9 }));
  fs.writeFileSync(`${output}.br`, zlib.brotliCompressSync(bytes));
}
fs.writeFileSync(path.join(TARGET, "manifest.json"), `${JSON.stringify(manifest, null, 1)}\n`);
writeLettering(path.join(TARGET, "lettering.json"));
writeLexicon(path.join(TARGET, "lexicon.tsv"));
