import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const css = readFileSync(path.join(import.meta.dirname, "../../app/globals.css"), "utf8");
const values = new Map(
  [...css.matchAll(/--color-([\w-]+): ([^;]+);/g)].map(([, name, value]) => [name, value]),
);

type Theme = "light" | "dark";

const onPage = ["page", "surface", "surface-2"];
type Pair = [string, string];
const textPairs: Pair[] = [
  ...["text", "quiet", "accent", "bad"].flatMap((text) =>
    [...onPage, "selected"].map((ground): Pair => [text, ground]),
  ),
  ...["good", "working", "waiting", "warning", "bad", "off"].map((tone): Pair => [tone, `${tone}-soft`]),
  ...["good", "working", "waiting", "warning", "bad", "off"].map((tone): Pair => ["text", `${tone}-soft`]),
  ["accent", "accent-soft"],
  ["accent", "waiting-soft"],
  ["on-accent", "accent"],
  ["on-accent", "accent-hover"],
  ["on-bad", "bad"],
  ["on-bad", "bad-hover"],
  ["page", "text"],
];
const boundaryPairs = ["line-strong", "focus", "accent", "bad"].flatMap((line) =>
  onPage.map((ground): Pair => [line, ground]),
);

describe.each<Theme>(["light", "dark"])("the %s theme", (theme) => {
  it.each(textPairs)("can be read: %s on %s", (text, ground) => {
    expect(contrast(text, ground, theme)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(boundaryPairs)("shows boundaries: %s on %s", (line, ground) => {
    expect(contrast(line, ground, theme)).toBeGreaterThanOrEqual(3);
  });
});

function contrast(one: string, other: string, theme: Theme) {
  const [light = 0, dark = 0] = [luminance(one, theme), luminance(other, theme)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(name: string, theme: Theme) {
  const [lightness = 0, chroma = 0, hue = 0] = toOklch(`var(--color-${name})`, theme);
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const red = 4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s;
  const green = -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s;
  const blue = -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s;
  const [r = 0, g = 0, bl = 0] = [red, green, blue].map((channel) => Math.min(1, Math.max(0, channel)));
  return 0.2126 * r + 0.7152 * g + 0.0722 * bl;
}

function toOklch(value: string, theme: Theme): number[] {
  const reference = /^var\(--color-([\w-]+)\)$/.exec(value)?.[1];
  if (reference) return toOklch(values.get(reference) ?? fail(reference), theme);
  const pair = /^light-dark\((.+\)), (.+)\)$/.exec(value);
  if (pair) return toOklch((theme === "light" ? pair[1] : pair[2]) ?? fail(value), theme);
  const numbers = /^oklch\((.+)\)$/.exec(value)?.[1] ?? fail(value);
  return numbers.split(" ").map(Number);
}

function fail(what: string): never {
  throw new Error(`app/globals.css has no colour that can be read from "${what}".`);
}
