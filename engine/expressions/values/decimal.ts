/**
 * Exact decimals. In expressions a decimal is its text, `-12.5`; inside an operation it is whole units at a scale, `{
 * units: -125n, scale: 1 }`. The result of an operation is rounded half away from zero to 50 places and must be smaller
 * than 10^100, else it is absent; a quotient has 16 places. The SQL in sql-guards.ts makes Postgres do the same.
 */
export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

export const MAX_DECIMAL_SCALE = 50;
export const MAX_WHOLE_DIGITS = 100;
export const QUOTIENT_SCALE = 16;

const powers: bigint[] = [1n];
export function powerOfTen(exponent: number): bigint {
  for (let next = powers.length; next <= exponent; next++) powers.push((powers[next - 1] as bigint) * 10n);
  return powers[exponent] as bigint;
}

const PLAIN = /^([+-]?)(\d{0,400})(?:\.(\d{0,400}))?$/;

/**
 * Undefined for a value that is not a decimal. That is a fault of the caller; an expression then gives an absent value.
 */
export function readDecimal(value: unknown): Decimal | undefined {
  const text = typeof value === "string" ? value : typeof value === "number" ? positional(value) : undefined;
  const match = text === undefined ? null : PLAIN.exec(text);
  if (!match) return undefined;
  const whole = match[2] ?? "";
  const fraction = match[3] ?? "";
  if (whole === "" && fraction === "") return undefined;
  const units = BigInt(whole + fraction);
  return { units: match[1] === "-" ? -units : units, scale: fraction.length };
}

/** The canonical text: no trailing zeros, no point without digits, no minus before zero. */
export function printDecimal({ units, scale }: Decimal): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, "");
  return `${units < 0n ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}

/** Half away from zero. */
export function roundDecimal(value: Decimal, scale: number): Decimal {
  if (value.scale <= scale) return value;
  const unit = powerOfTen(value.scale - scale);
  const size = value.units < 0n ? -value.units : value.units;
  const rounded = (size * 2n + unit) / (unit * 2n);
  return { units: value.units < 0n ? -rounded : rounded, scale };
}

export function floorDecimal(value: Decimal): Decimal {
  const unit = powerOfTen(value.scale);
  const cut = value.units / unit;
  return { units: value.units < 0n && cut * unit !== value.units ? cut - 1n : cut, scale: 0 };
}

export const truncateDecimal = (value: Decimal): Decimal => ({
  units: value.units / powerOfTen(value.scale),
  scale: 0,
});

/** The result of an operation, or absent when it is too large. */
export function boundedDecimal(value: Decimal): string | null {
  const rounded = roundDecimal(value, MAX_DECIMAL_SCALE);
  const size = rounded.units < 0n ? -rounded.units : rounded.units;
  return size < powerOfTen(MAX_WHOLE_DIGITS + rounded.scale) ? printDecimal(rounded) : null;
}

const atScale = (value: Decimal, scale: number): bigint => value.units * powerOfTen(scale - value.scale);

function both(a: unknown, b: unknown, run: (a: Decimal, b: Decimal) => Decimal | null): string | null {
  const x = readDecimal(a);
  const y = readDecimal(b);
  if (x === undefined || y === undefined) return null;
  const result = run(x, y);
  return result === null ? null : boundedDecimal(result);
}

export const addDecimals = (a: unknown, b: unknown): string | null =>
  both(a, b, (x, y) => {
    const scale = Math.max(x.scale, y.scale);
    return { units: atScale(x, scale) + atScale(y, scale), scale };
  });

export const subtractDecimals = (a: unknown, b: unknown): string | null =>
  both(a, b, (x, y) => {
    const scale = Math.max(x.scale, y.scale);
    return { units: atScale(x, scale) - atScale(y, scale), scale };
  });

export const multiplyDecimals = (a: unknown, b: unknown): string | null =>
  both(a, b, (x, y) => ({ units: x.units * y.units, scale: x.scale + y.scale }));

/** Sixteen places, rounded half away from zero; absent when `b` is zero. */
export const divideDecimals = (a: unknown, b: unknown): string | null =>
  both(a, b, (x, y) => {
    if (y.units === 0n) return null;
    // One place more than needed, truncated: that digit alone decides the rounding.
    const scale = QUOTIENT_SCALE + 1;
    return roundDecimal(
      { units: (x.units * powerOfTen(scale + y.scale)) / (y.units * powerOfTen(x.scale)), scale },
      QUOTIENT_SCALE,
    );
  });

/** The remainder has the sign of the dividend, as in CEL, JavaScript and Postgres. */
export const remainderOfDecimals = (a: unknown, b: unknown): string | null =>
  both(a, b, (x, y) => {
    if (y.units === 0n) return null;
    const scale = Math.max(x.scale, y.scale);
    return { units: atScale(x, scale) % atScale(y, scale), scale };
  });

/** Negative, zero or positive; NaN when one of them is not a decimal, so that no comparison holds. */
export function compareDecimals(a: unknown, b: unknown): number {
  if (a === b) return 0;
  const x = readDecimal(a);
  const y = readDecimal(b);
  if (x === undefined || y === undefined) return Number.NaN;
  const scale = Math.max(x.scale, y.scale);
  const difference = atScale(x, scale) - atScale(y, scale);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The shortest digits that identify a double, without an exponent: 1e-7 → "0.0000001". */
export const positional = (value: number): string => withoutExponent(String(value));

/**
 * A double with 15 significant digits, which hide rounding errors of its arithmetic (0.1 + 0.2 is 0.3), without an
 * exponent. Postgres' cast of a double to numeric does the same with any settings of the session; the shortest digits
 * of JavaScript and Postgres sometimes differ. A tie goes to the even digit, as in C; JavaScript takes the larger one.
 */
export function readableDouble(value: number): string {
  const rounded = value.toPrecision(15);
  if (!isTie(value)) return stripped(withoutExponent(rounded));
  // The exact value ends after 16 digits, the last of them 5.
  const cut = value.toPrecision(16).replace(/5(?=e|$)/, "0");
  const digits = cut.replace(/e.*$/, "").replace(/[^\d]/g, "");
  const isEven = Number(digits[14]) % 2 === 0;
  return stripped(withoutExponent(isEven ? cut : rounded));
}

function isTie(value: number): boolean {
  const digits = (precision: number) =>
    value
      .toPrecision(precision)
      .replace(/e.*$/, "")
      .replace(/^[-0.]+/, "")
      .replace(".", "");
  return digits(17).slice(15) === "50" && /^50*$/.test(digits(100).slice(15));
}

const stripped = (text: string): string => {
  const trimmed = text.includes(".") ? text.replace(/0+$/, "").replace(/\.$/, "") : text;
  return trimmed === "-0" ? "0" : trimmed;
};

function withoutExponent(text: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (!match) return text === "-0" ? "0" : text;
  const [, sign = "", whole = "", fraction = "", power = "0"] = match;
  const digits = whole + fraction;
  const point = whole.length + Number(power);
  if (point <= 0) return `${sign}0.${"0".repeat(-point)}${digits}`;
  if (point >= digits.length) return sign + digits + "0".repeat(point - digits.length);
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}
