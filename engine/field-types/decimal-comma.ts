/** Whether a language writes 1.25 as `1,25`, such as `de-AT` and `fr`. Without one, and for a tag that is none, it does not. */
export function hasDecimalComma(locale: string | undefined): boolean {
  try {
    const parts = new Intl.NumberFormat(locale ?? "en").formatToParts(1.5);
    return parts.some(({ type, value }) => type === "decimal" && value === ",");
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
