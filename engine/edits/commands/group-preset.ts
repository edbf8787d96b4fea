/** The rule that lets a group in: what the access matrix writes, and reads back. */
export const groupExpression = (name: string): string => `user.group == "${name}"`;

/** The name of the group that a rule is the preset of; white space and `'` for `"` make no difference. */
export function groupOfExpression(source: string): string | undefined {
  const named = /^user\.group == (?:"([a-z0-9_]+)"|'([a-z0-9_]+)')$/.exec(source.trim().replace(/\s+/g, " "));
  return named?.[1] ?? named?.[2];
}
