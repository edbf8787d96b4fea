/** Why a page cannot have an address, besides that another page has it. */
export function addressProblem(path: string): string | undefined {
  if (!path.startsWith("/")) return "An address begins with a slash, such as /about/.";
  if (path.includes("//")) return "An address has one slash between its parts, such as /about/us/.";
  if (/\s/.test(path)) return "An address has no blanks. Use a hyphen, such as /about-us/.";
  return undefined;
}

/** Another page has this address. */
export const takenProblem = (path: string, routes: readonly { readonly path: string }[]): string | undefined =>
  routes.some((route) => route.path === path) ? "There is a page at this address already." : undefined;
