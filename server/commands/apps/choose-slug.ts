import { QueryTypes, type Sequelize, type Transaction } from "sequelize";
import { slugFromLabel } from "#engine/definition/identifiers";

/** Hosts that people and programs expect to be somebody else's. */
const RESERVED = new Set(["www", "mail", "studio", "platform", "localhost"]);

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
  return firstFree(base, (slug) => taken.has(slug) || RESERVED.has(slug));
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
