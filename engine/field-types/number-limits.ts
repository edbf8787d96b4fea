import * as z from "zod";
import { type ParsedValue, refused } from "./parsed-value.ts";

/** What a number field may allow: from `min` to `max`, in steps that begin at `min` (or at zero). */
export type NumberLimits<Limit extends number | string = number | string> = {
  readonly min?: Limit | undefined;
  readonly max?: Limit | undefined;
  readonly step?: Limit | undefined;
};

/** How pages and cells show a number. `percent`: 12.5 is 12.5%. `rating`: as many stars, of `max`. */
export const numberDisplays = ["percent", "rating"] as const;
export type NumberDisplay = (typeof numberDisplays)[number];

export const displayOption = z.enum(numberDisplays).optional();

/** The most stars that a rating has. */
export const MAX_STARS = 10;

/** A plain decimal, as a limit of an exact number is stored. */
export const decimalLimit = z.string().regex(/^-?(?:0|[1-9]\d{0,99})(?:\.\d{1,50})?$/, "A limit must be a number");

/** `1.25` with three places: 1250. Exact for numbers of any length. */
function scaled(text: string, places: number): bigint {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(text);
  const digits = BigInt(`${match?.[2] ?? ""}${(match?.[3] ?? "").padEnd(places, "0")}` || "0");
  return match?.[1] === "-" ? -digits : digits;
}

const placesOf = (text: string): number => (text.includes(".") ? text.length - text.indexOf(".") - 1 : 0);

/** Compares exact numbers in plain notation. */
export function compareDecimals(a: string, b: string): number {
  const places = Math.max(placesOf(a), placesOf(b));
  const [left, right] = [scaled(a, places), scaled(b, places)];
  return left < right ? -1 : left > right ? 1 : 0;
}

function isOnStep(text: string, start: string, step: string): boolean {
  const places = Math.max(placesOf(text), placesOf(start), placesOf(step));
  const size = scaled(step, places);
  return size === 0n || (scaled(text, places) - scaled(start, places)) % size === 0n;
}

/** Why an exact number in plain notation is outside the limits of its field; undefined when it is inside. */
export function outsideLimits(text: string, { min, max, step }: NumberLimits): ParsedValue | undefined {
  if (min !== undefined && compareDecimals(text, String(min)) < 0)
    return refused("too_small", `must be at least ${min}`, String(min));
  if (max !== undefined && compareDecimals(text, String(max)) > 0)
    return refused("too_large", `must be at most ${max}`, String(max));
  if (step !== undefined && !isOnStep(text, String(min ?? 0), String(step)))
    return refused("not_a_step", `must be in steps of ${step}${min === undefined ? "" : ` from ${min}`}`, String(step));
  return undefined;
}

/** What is wrong with the limits themselves, as zod reports it. */
export function checkLimits(
  options: NumberLimits & { readonly display?: NumberDisplay | undefined; readonly unit?: string | undefined },
  context: z.RefinementCtx,
): void {
  const { min, max, step, display, unit } = options;
  const issue = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message });
  if (min !== undefined && max !== undefined && compareDecimals(String(min), String(max)) > 0)
    issue("max", "The largest value cannot be less than the smallest");
  if (step !== undefined && compareDecimals(String(step), "0") <= 0) issue("step", "A step must be more than zero");
  if (display !== undefined && unit !== undefined)
    issue("unit", `A ${display === "percent" ? "percentage" : "rating"} has no unit`);
  if (display !== "rating") return;
  const isStars = max !== undefined && /^\d+$/.test(String(max)) && Number(max) >= 1 && Number(max) <= MAX_STARS;
  if (!isStars) issue("max", `A rating needs a largest value, a whole number from 1 to ${MAX_STARS}`);
}

/** A number for documentation, moved to where the limits allow it. */
export function withinLimits(wanted: string, limits: NumberLimits): string {
  if (!outsideLimits(wanted, limits)) return wanted;
  const { min, max, step } = limits;
  if (min !== undefined) return String(min);
  if (max !== undefined && compareDecimals(String(max), "0") < 0) return step === undefined ? String(max) : `-${step}`;
  return step !== undefined && (max === undefined || compareDecimals(String(step), String(max)) <= 0)
    ? String(step)
    : "0";
}

/** How a field shows its numbers, if not as plain ones. */
export const displayOf = ({
  type,
}: {
  readonly type: { readonly [option: string]: unknown };
}): NumberDisplay | undefined => numberDisplays.find((display) => display === type.display);

/** How many stars a rating has. */
export const starsOf = ({ type }: { readonly type: { readonly [option: string]: unknown } }): number =>
  Math.min(MAX_STARS, Math.max(1, Number(type.max) || 5));
