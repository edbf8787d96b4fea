/**
 * The value of a cookie in a Cookie header; of two cookies of the name the first. The header is not split into its
 * cookies, because every request of a person runs through here.
 */
export function cookieNamed(cookies: string, name: string): string | undefined {
  for (let at = cookies.indexOf(name); at >= 0; at = cookies.indexOf(name, at + 1)) {
    const equals = at + name.length;
    if (cookies[equals] !== "=" || !isStart(cookies, at)) continue;
    const end = cookies.indexOf(";", equals);
    return cookies.slice(equals + 1, end < 0 ? undefined : end).trimEnd();
  }
  return undefined;
}

/** Whether a cookie begins here: it is the first, or only blanks stand between it and the semicolon before. */
function isStart(cookies: string, at: number): boolean {
  let before = at - 1;
  while (before >= 0 && cookies[before]?.trim() === "") before--;
  return before < 0 || cookies[before] === ";";
}
