import type { GroupId } from "#engine/definition/ids";
import type { PreviewAs } from "#engine/views/preview/data-request";
import type { FormPreview } from "#engine/views/preview/preview-forms";
import type { Device } from "./PreviewFrame.tsx";
import type { Scheme } from "./preview-document.ts";

/** How a page is looked at; kept while one goes from template to template. */
export interface PreviewView {
  readonly device: Device;
  readonly scheme: Scheme;
  /** `builder`, `anonymous` or a group's id. */
  readonly as: string;
  readonly rows: "live" | "sample";
  /** The state in which forms are shown. */
  readonly forms: FormPreview;
}

export const previewAs = (as: string): PreviewAs =>
  as === "builder" || as === "anonymous" ? { kind: as } : { kind: "group", groupId: as as GroupId };
