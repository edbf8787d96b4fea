import { QueryTypes, type Sequelize, type Transaction } from "sequelize";
import { slugFromLabel } from "#engine/definition/identifiers";

/**
 * Host names that people and programs expect to belong to the service: its own names, those of its mail, and those that
 * a browser or a mail program requests by itself. An app with such a name could pose as the installation.
 */
const RESERVED = new Set(
  [
    "www www1 www2 web app apps api admin administrator root system internal localhost studio platform quintet",
    "account accounts auth login signin signup sso id oauth oidc password billing pay payment checkout",
    "status health help support docs legal terms privacy security abuse blog news",
    "static assets cdn media files img images uploads download downloads",
    "mail email smtp imap pop pop3 mx webmail postmaster hostmaster webmaster noreply no-reply",
    "ns ns1 ns2 dns ftp ssh vpn proxy gateway wpad autodiscover autoconfig isatap",
  ].flatMap((names) => names.split(" ")),
);

export const isReservedSlug = (slug: string): boolean => RESERVED.has(slug);

/** A free slug for a label: `shop`, else `shop-2`, `shop-3` … A short lock makes it free until the transaction ends. */
export async function chooseSlug(sequelize: Sequelize, label: string, transaction: Transaction): Promise<string> {
  await sequelize.query("SELECT pg_advisory_xact_lock(hashtext('quintet slugs'))", { transaction });
  const base = slugFromLabel(label, "app");
  const rows = await sequelize.query<{ slug: string }>(
    // starts_with and not LIKE: a slug has no wildcards, but nothing need be escaped either.
    "SELECT slug FROM platform.apps WHERE starts_with(slug, $1)",
    { bind: [base.slice(0, 36)], type: QueryTypes.SELECT, transaction },
  );
  const taken = new Set(rows.map((row) => row.slug));
  return firstFree(base, (slug) => taken.has(slug) || isReservedSlug(slug));
}

/** At most 40 characters, the number included, without a hyphen before it twice. */
export function firstFree(base: string, isTaken: (slug: string) => boolean): string {
  if (!isTaken(base)) return base;
  for (let number = 2; ; number++) {
    const suffix = `-${number}`;
    const slug = base.slice(0, 40 - suffix.length).replace(/-+$/, "") + suffix;
    if (!isTaken(slug)) return slug;
  }
}
