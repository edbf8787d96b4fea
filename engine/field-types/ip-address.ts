/**
 * IP addresses in one form each, that of Postgres: four numbers, or RFC 5952 (small letters, the longest run of zeros
 * left out, the last four bytes as numbers where they are an address of version 4).
 */
export function normalIp(text: string): string | undefined {
  const input = text.trim();
  if (input.length > 45) return undefined;
  if (!input.includes(":")) return isVersion4(input) ? input : undefined;
  const groups = groupsOf(input);
  return groups && printVersion6(groups);
}

const isVersion4 = (text: string): boolean =>
  /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/.test(text) && !/(?:^|\.)0\d/.test(text);

/** `10.0.0.0/8`, `2001:db8::/32`; an address alone is a network of one. */
export function normalNetwork(text: string): string | undefined {
  const [address = "", bits, ...more] = text.trim().split("/");
  const normal = normalIp(address);
  if (normal === undefined || more.length > 0) return undefined;
  if (bits === undefined) return normal;
  const most = normal.includes(":") ? 128 : 32;
  return /^\d{1,3}$/.test(bits) && Number(bits) <= most ? `${normal}/${Number(bits)}` : undefined;
}

/** The eight groups of an address of version 6. */
function groupsOf(text: string): readonly number[] | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [before, after] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const head = numbersOf(before ?? [], after === undefined);
  const tail = after === undefined ? [] : numbersOf(after, true);
  if (!head || !tail) return undefined;
  const missing = 8 - head.length - tail.length;
  if (after === undefined ? missing !== 0 : missing < 1) return undefined;
  return [...head, ...Array.from({ length: missing }, () => 0), ...tail];
}

/** The last part may be an address of version 4. */
function numbersOf(parts: readonly string[], isEnd: boolean): readonly number[] | undefined {
  const numbers: number[] = [];
  for (const [index, part] of parts.entries()) {
    if (isEnd && index === parts.length - 1 && part.includes(".")) {
      if (!isVersion4(part)) return undefined;
      const [a = 0, b = 0, c = 0, d = 0] = part.split(".").map(Number);
      numbers.push(a * 256 + b, c * 256 + d);
    } else if (/^[0-9a-f]{1,4}$/i.test(part)) numbers.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return numbers;
}

function printVersion6(groups: readonly number[]): string {
  const run = longestZeros(groups);
  const isVersion4Inside =
    run.start === 0 && (run.length === 6 || (run.length === 5 && groups[5] === 0xffff)) && groups.length === 8;
  const [high = 0, low = 0] = groups.slice(6);
  const shown = isVersion4Inside ? groups.slice(0, 6) : groups;
  const last = isVersion4Inside ? [`${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`] : [];
  const hex = (part: readonly number[]) => part.map((group) => group.toString(16));
  if (run.length < 2) return [...hex(shown), ...last].join(":");
  const before = hex(shown.slice(0, run.start));
  const after = [...hex(shown.slice(run.start + run.length)), ...last];
  return `${before.join(":")}::${after.join(":")}`;
}

/** The first of the longest runs of zeros. */
function longestZeros(groups: readonly number[]): { readonly start: number; readonly length: number } {
  let best = { start: 0, length: 0 };
  let start = 0;
  for (const [index, group] of groups.entries()) {
    if (group !== 0) start = index + 1;
    else if (index - start + 1 > best.length) best = { start, length: index - start + 1 };
  }
  return best;
}
