/** An API token, an app's key or the command line's key, anywhere in the path. */
const SECRET = /q[tkl]_[\w-]{20,}/g;
/** Of a mail's link, however its path is written. */
const LINK = /(\/(?:invitations?|reset|address|verify)\/).+/i;

/** A request's path for the log: without the query, which may contain input of people, and without our own secrets. */
export function loggedPath(url: string | undefined): string | undefined {
  const path = url?.split("?", 1)[0];
  if (path === undefined || path.length < 8) return path;
  return path.replace(LINK, "$1…").replace(SECRET, "…");
}
