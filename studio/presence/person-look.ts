import type { AccountId } from "#contract/platform-ids";

const HUES = 8;

/** A person's colour: the same on every screen, in every app, for everybody who sees them. */
export function hueOf(accountId: AccountId): number {
  let hash = 2_166_136_261;
  for (const character of accountId) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16_777_619);
  // The lowest bits of this hash know little of the others.
  return (((hash ^ (hash >>> 15)) >>> 0) % HUES) + 1;
}

/** For `style`: the colour as a variable that marks and avatars use. */
export const personStyle = (accountId: AccountId): Record<string, string> => ({
  "--person": `var(--hue-${hueOf(accountId)})`,
});

/** "Ada Lovelace" → AL; letters of any script, whole characters. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = [...(words[0] ?? "")][0] ?? "?";
  const last = words.length > 1 ? ([...(words.at(-1) ?? "")][0] ?? "") : "";
  return (first + last).toUpperCase();
}

export const firstName = (name: string): string => name.trim().split(/\s+/)[0] || "Somebody";
