/** `PT5400S` as people write it: `1:30:00`, or `1:30` for whole minutes. What has parts of a second stays as it is. */
export function durationText(value: string): string {
  const match = /^PT(-?)(\d+)S$/.exec(value);
  if (!match) return value;
  const [, sign, digits] = match;
  const seconds = Number(digits);
  const two = (number: number): string => String(number).padStart(2, "0");
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return `${sign}${hours}:${two(minutes)}${rest === 0 ? "" : `:${two(rest)}`}`;
}
