import type { DefinitionReader } from "../../definition/reader.ts";
import type { RouteRecord } from "../../definition/records/route.ts";
import type { Problem } from "../../problem.ts";
import type { RouteTable } from "../../routing/compile-routes.ts";
import { compileTemplate } from "../../templates/render/compile-template.ts";
import type { RenderBudget } from "../../templates/render/render-meter.ts";
import { mailEntries } from "../mails/mail-entries.ts";
import { mailKey } from "../mails/mail-route.ts";
import { previewMail, readsOfMail, sampleMailValues } from "../mails/preview-mail.ts";
import type { DataRequest, DataResponse, PreviewAs } from "./data-request.ts";
import type { PreviewRow } from "./preview-reads.ts";

interface Input {
  /** Of the mail, see mail-route.ts. */
  readonly key: string;
  readonly ask: {
    readonly as: PreviewAs;
    readonly address: string | undefined;
    readonly origin: string;
    readonly time: string;
  };
  readonly budget: RenderBudget;
  given(dataRequest: DataRequest): DataResponse["answer"] | undefined;
}

/** Of the steps of a preview (preview-page.ts), those of a mail. */
type MailStep =
  | { readonly kind: "broken"; readonly problems: readonly Problem[] }
  | { readonly kind: "request"; readonly dataRequest: DataRequest }
  | { readonly kind: "stopped"; readonly message: string }
  | { readonly kind: "page"; readonly html: string; readonly address: string; readonly status: 200 };

/** A mail as a preview shows it: over the row that its address names (`/7`), or over the first one. */
export function mailStep(
  reader: DefinitionReader,
  routes: RouteTable<RouteRecord>,
  { key, ask, budget, given }: Input,
): MailStep {
  const entry = mailEntries(reader, routes).find(({ kind }) => mailKey(kind) === key);
  if (!entry) return { kind: "broken", problems: [] };
  const compiled = compileTemplate({ entry: entry.unit, lookup: entry.lookup, scope: entry.scope });
  if (!compiled.ok) return { kind: "broken", problems: compiled.problems };
  const address = ask.address ?? "/";
  const reads = readsOfMail(reader, entry);
  let row: PreviewRow | undefined;
  if (reads) {
    const id = address.slice(1);
    const dataRequest: DataRequest = {
      as: ask.as,
      path: address,
      rows: { reads, pageSize: 1, parameters: id === "" ? [] : [["id", id]] },
      queries: [],
    };
    const answer = given(dataRequest);
    if (!answer) return { kind: "request", dataRequest };
    if (answer.outcome === "closed")
      return { kind: "stopped", message: "They may read no row that the mail is about." };
    row = answer.rows[0];
  }
  const values = sampleMailValues(new Date(ask.time));
  const result = previewMail(reader, entry, { row, values, origin: ask.origin, budget });
  if (!result.ok) return { kind: "stopped", message: result.reason };
  return { kind: "page", html: result.mail.html, address, status: 200 };
}
