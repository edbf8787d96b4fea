/** Colours as `#rrggbb`, their contrast (WCAG 2), and OKLCH, in which a colour can be made lighter and keep its hue. */
export type Hex = string;

type Triple = readonly [number, number, number];

/** 0 to 255 each. */
export const channelsOf = (colour: Hex): Triple =>
  [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16)) as unknown as Triple;

const hexOf = (channels: Triple): Hex =>
  `#${channels
    .map((value) =>
      Math.round(Math.min(255, Math.max(0, value)))
        .toString(16)
        .padStart(2, "0"),
    )
    .join("")}`;

const toLinear = (value: number): number => {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
};
const fromLinear = (share: number): number =>
  255 * (share <= 0.0031308 ? share * 12.92 : 1.055 * share ** (1 / 2.4) - 0.055);

export function luminance(colour: Hex): number {
  const [red, green, blue] = channelsOf(colour).map(toLinear) as unknown as Triple;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** From 1 to 21. */
export function contrast(one: Hex, other: Hex): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** `share` of the first colour over the second. */
export function mix(over: Hex, under: Hex, share: number): Hex {
  const below = channelsOf(under);
  return hexOf(
    channelsOf(over).map((value, at) => value * share + (below[at] as number) * (1 - share)) as unknown as Triple,
  );
}

export interface Oklch {
  /** 0 to 1. */
  readonly lightness: number;
  readonly chroma: number;
  /** In degrees. */
  readonly hue: number;
}

export function oklchOf(colour: Hex): Oklch {
  const [red, green, blue] = channelsOf(colour).map(toLinear) as unknown as Triple;
  const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const medium = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  const a = 1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short;
  const b = 0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short;
  return {
    lightness: 0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short,
    chroma: Math.hypot(a, b),
    hue: (Math.atan2(b, a) * 180) / Math.PI,
  };
}

/** Where a screen cannot show the colour, one of the same lightness and hue that is less strong. */
export function hexOfOklch({ lightness, chroma, hue }: Oklch): Hex {
  let [low, high] = [0, chroma];
  if (isShown(linearOf({ lightness, chroma, hue }))) low = chroma;
  else {
    for (let round = 0; round < 20; round++) {
      const middle = (low + high) / 2;
      if (isShown(linearOf({ lightness, chroma: middle, hue }))) low = middle;
      else high = middle;
    }
  }
  return hexOf(linearOf({ lightness, chroma: low, hue }).map(fromLinear) as unknown as Triple);
}

const isShown = (channels: Triple): boolean => channels.every((share) => share >= -0.0001 && share <= 1.0001);

function linearOf({ lightness, chroma, hue }: Oklch): Triple {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ];
}
