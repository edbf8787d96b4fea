import type { DefinitionReader } from "../../definition/reader.ts";
import { noReads } from "../../templates/analyze/template-reads.ts";
import type { RenderBudget } from "../../templates/render/render-meter.ts";
import { draftRow, type PreviewReads, type PreviewRow, previewReads } from "../preview/preview-reads.ts";
import { sampleRows } from "../preview/sample-rows.ts";
import { compileMail, type MailResult, renderMail } from "./compile-mail.ts";
import type { MailEntry } from "./mail-entries.ts";
import { type MailValues, mailData } from "./mail-scope.ts";

/** What a mail of accounts says in a preview: nothing of it opens an account. */
export const sampleMailValues = (now: Date): MailValues => ({
  to: "ada@example.com",
  toName: "Ada Example",
  link: "/accounts/example/",
  code: "123456",
  newAddress: "ada.new@example.com",
  expiresAt: new Date(now.getTime() + 3_600_000).toISOString(),
});

/** The fields that a mail of the draft reads of its row, by id; undefined for a mail without one, or with problems. */
export function readsOfMail(reader: DefinitionReader, entry: MailEntry): PreviewReads | undefined {
  const modelId = entry.kind.of === "builder" ? entry.kind.record.modelId : undefined;
  if (modelId === undefined || !reader.model(modelId)) return undefined;
  const compiled = compileMail(entry);
  return compiled.ok ? previewReads(reader, compiled.template.reads.record ?? noReads(modelId)) : undefined;
}

/** A mail of the draft with sample values, over a row by the ids of its fields or a sample row. */
export function previewMail(
  reader: DefinitionReader,
  entry: MailEntry,
  input: {
    readonly row?: PreviewRow | undefined;
    readonly values: MailValues;
    readonly origin: string;
    readonly budget: RenderBudget;
  },
): MailResult {
  const compiled = compileMail(entry);
  if (!compiled.ok) return compiled;
  const { values, origin, budget } = input;
  const reads = readsOfMail(reader, entry);
  const row = reads && (input.row ?? sampleRows(reader, reads, 1)[0]);
  const record = reads && row ? { record: draftRow(reader, reads, row) } : {};
  return renderMail(compiled.template, { data: { ...mailData(reader, origin, values), ...record }, origin, budget });
}
