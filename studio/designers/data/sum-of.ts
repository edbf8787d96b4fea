export interface Sum {
  /** In plain notation, `-1234.50`. */
  readonly text: string;
  readonly count: number;
}

const PLAIN = /^(-?)(\d+)(?:\.(\d+))?$/;

/**
 * The exact sum of numbers in plain notation, with as many decimals as the longest of them; undefined for fewer than two,
 * or when one has an exponent.
 */
export function sumOf(numbers: readonly string[]): Sum | undefined {
  if (numbers.length < 2) return undefined;
  const parts = numbers.map((text) => PLAIN.exec(text));
  const places = Math.max(...parts.map((part) => part?.[3]?.length ?? 0));
  let total = 0n;
  for (const part of parts) {
    if (!part) return undefined;
    const [, sign, whole = "0", fraction = ""] = part;
    const scaled = BigInt(whole + fraction.padEnd(places, "0"));
    total += sign === "-" ? -scaled : scaled;
  }
  const digits = (total < 0n ? -total : total).toString().padStart(places + 1, "0");
  const whole = digits.slice(0, digits.length - places);
  const text = `${total < 0n ? "-" : ""}${whole}${places === 0 ? "" : `.${digits.slice(-places)}`}`;
  return { text, count: numbers.length };
}
