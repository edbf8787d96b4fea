import type { AppTheme } from "../../definition/app-theme.ts";
import type { PageFinding } from "./page-finding.ts";
import type { RenderedElement } from "./rendered-element.ts";

/** A rendered page whose elements are marked (engine/pages/instrument.ts). */
export interface CheckedPage {
  readonly html: string;
  readonly token: string;
  readonly theme: AppTheme | undefined;
}

export type PageCheck = (elements: readonly RenderedElement[], page: CheckedPage) => readonly PageFinding[];
