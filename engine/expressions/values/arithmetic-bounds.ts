/**
 * The limits of arithmetic, the same in JavaScript and in Postgres. Whole numbers are those that a JavaScript number
 * holds exactly. Doubles are used in arithmetic between 1e-150 and 1e150 (and zero), so that no product or quotient of
 * two of them overflows or underflows: Postgres raises errors in these cases, which would fail the whole statement.
 */
export const safeInt = (value: number): number | null => (Number.isSafeInteger(value) ? value + 0 : null);

export const isCalculable = (value: number): boolean => {
  const size = Math.abs(value);
  return size === 0 || (size >= 1e-150 && size <= 1e150);
};
