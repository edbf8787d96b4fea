import * as z from "zod";
import { type AppDefinition, appDefinitionSchema } from "../app-definition.ts";
import { FORMAT_VERSION } from "../format-version.ts";
import { issueText } from "../issue-text.ts";
import { type FormatUpgrade, formatUpgrades, type LooseDocument } from "./format-upgrades.ts";

export type UpgradeResult =
  | { readonly ok: true; readonly definition: AppDefinition /** The format that it was in. */; readonly from: number }
  | {
      readonly ok: false;
      /** `newer_format`: made by a newer Quintet than this one. */
      readonly reason: "newer_format" | "not_a_definition";
      readonly message: string;
    };

const looseSchema = z.looseObject({
  formatVersion: z.int().min(1),
  settings: z.record(z.string(), z.unknown()),
  records: z.record(z.string(), z.record(z.string(), z.unknown())),
});

/** Converts a stored or imported document to the present format and validates its shape. Idempotent. */
export function upgradeDefinition(
  document: unknown,
  upgrades: readonly FormatUpgrade[] = formatUpgrades,
): UpgradeResult {
  const current = upgrades.at(-1)?.to ?? FORMAT_VERSION;
  const loose = looseSchema.safeParse(document);
  if (!loose.success) return refuse(loose.error);
  const from = loose.data.formatVersion;
  if (from > current) {
    return {
      ok: false,
      reason: "newer_format",
      message: `This app is in format ${from}, made by a newer Quintet. This one reads up to format ${current}: upgrade it first.`,
    };
  }
  let upgraded: LooseDocument = loose.data;
  for (const step of upgrades) {
    if (step.to > upgraded.formatVersion) upgraded = { ...step.upgrade(upgraded), formatVersion: step.to };
  }
  if (current !== FORMAT_VERSION) return { ok: true, definition: upgraded as unknown as AppDefinition, from };
  const parsed = appDefinitionSchema.safeParse(upgraded, { error: issueText });
  return parsed.success ? { ok: true, definition: parsed.data as AppDefinition, from } : refuse(parsed.error);
}

function refuse(error: z.ZodError): UpgradeResult {
  const issue = error.issues[0];
  const where = issue && issue.path.length > 0 ? ` at ${issue.path.map(String).join(".")}` : "";
  return {
    ok: false,
    reason: "not_a_definition",
    message: `This is not an app definition${where}: ${issue?.message ?? ""}`,
  };
}
