/** Plain addresses only: no quoted local parts, comments or groups, in which mail programs disagree about who is meant. */
const ADDRESS =
  /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$/;

export const isAddress = (text: string): boolean => ADDRESS.test(text) && text.length <= 254;

/**
 * Accepts one plain address. Mail libraries accept more than is intended: `a@good, b@evil` is two recipients to them,
 * and quoted local parts, comments and groups have led mail to other domains. So we read addresses ourselves, refuse
 * what is exotic, and give the library an envelope instead of text to parse.
 */
export function isPlainAddress(address: string): boolean {
  const local = address.slice(0, address.indexOf("@"));
  return (
    isAddress(address) && local.length <= 64 && !local.startsWith(".") && !local.endsWith(".") && !local.includes("..")
  );
}
