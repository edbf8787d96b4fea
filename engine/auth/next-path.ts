/** Letters, digits and the signs of paths and queries; a backslash is a slash to some browsers. */
const PATH = /^\/(?!\/)[A-Za-z0-9\-._~!$&'()*+,;=:@%/?]*$/;

/**
 * Where somebody goes who has signed in: a path of this host, and "/" for everything else that an address may carry as
 * `next`. Never back to the pages of signing in and out.
 */
export function nextPath(text: string | null | undefined): string {
  if (text == null || text.length > 2_000 || !PATH.test(text)) return "/";
  return /^\/accounts\/sign-(?:in|out)(?:[/?]|$)/.test(text) ? "/" : text;
}
