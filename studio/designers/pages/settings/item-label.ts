import type { ShownItem } from "#engine/page-settings/field-list";
import { readText } from "#engine/pages/edits/text-run";
import { decodeReference } from "../decode-reference.ts";

/** What people call an item: its heading, or what else there is. */
export const itemLabel = ({ label, fields }: ShownItem, otherwise: string): string =>
  readText(label, decodeReference).replace(/\s+/g, " ").trim() || fields[0] || otherwise;
