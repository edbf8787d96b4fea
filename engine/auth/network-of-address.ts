/**
 * The network of an address: the IPv4 address itself, or the first 64 bits of an IPv6 address, because one customer
 * usually has all addresses that share them. `::ffff:10.0.0.1` is the IPv4 address that it contains.
 */
export function networkOfAddress(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, "").replace(/%.*$/, "");
  if (!plain.includes(":")) return plain;
  const [head = "", tail] = plain.split("::");
  const groupsOf = (part: string) => part.split(":").filter((group) => group !== "");
  const [groups, rest] = [groupsOf(head), groupsOf(tail ?? "")];
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - groups.length - rest.length);
  const network = [...groups, ...Array<string>(zeros).fill("0"), ...rest].slice(0, 4);
  return `${network.map((group) => group.replace(/^0+(?=.)/, "").toLowerCase()).join(":")}::/64`;
}
