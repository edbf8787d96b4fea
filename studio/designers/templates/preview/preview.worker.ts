import { problemsOfTemplate } from "#engine/checks/check-templates";
import type { AppDefinition } from "#engine/definition/app-definition";
import type { Problem } from "#engine/problem";
import {
  type DataResponse,
  type EditedTemplate,
  PagePreview,
  type PreviewRequest,
  type PreviewStep,
} from "#engine/views/preview/preview-page";

/**
 * Makes pages away from the typing: whatever a template costs, up to the engine's own limits, the editor goes on. The
 * definition is sent when it changes, the edited text with each question.
 */
export interface PreviewQuestion {
  readonly edited: EditedTemplate | undefined;
  readonly ask: PreviewRequest | undefined;
  readonly response: DataResponse | undefined;
}

export interface PreviewAnswer {
  readonly step: PreviewStep | undefined;
  /** Of the edited template, for the text in the question. */
  readonly problems: readonly Problem[];
}

export type ToPreviewWorker =
  | { readonly definition: AppDefinition }
  | { readonly id: number; readonly question: PreviewQuestion };

let definition: AppDefinition | undefined;
let made: { readonly key: string; readonly preview: PagePreview; readonly problems: readonly Problem[] } | undefined;

const newMarkToken = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

function previewOf(edited: EditedTemplate | undefined): NonNullable<typeof made> {
  const key = JSON.stringify(edited ?? null);
  if (made?.key === key) return made;
  const preview = new PagePreview(definition as AppDefinition, edited, {
    monotonic: () => performance.now(),
    markToken: newMarkToken(),
  });
  const problems = edited ? problemsOfTemplate(preview.reader, edited.id) : [];
  made = { key, preview, problems };
  return made;
}

addEventListener("message", ({ data }: MessageEvent<ToPreviewWorker>) => {
  if ("definition" in data) {
    definition = data.definition;
    made = undefined;
    return;
  }
  const { edited, ask, response } = data.question;
  const { preview, problems } = previewOf(edited);
  const answer: PreviewAnswer = { step: ask && preview.step(ask, response), problems };
  postMessage({ id: data.id, answer });
});
