import { problemsOfTemplate } from "#engine/checks/check-templates";
import type { AppDefinition } from "#engine/definition/app-definition";
import { readDefinition } from "#engine/definition/reader";
import { checkPage } from "#engine/pages/checks/check-page";
import { findingProblems } from "#engine/pages/checks/finding-problems";
import { markPage, type PageUnit } from "#engine/pages/mark-page";
import type { Problem } from "#engine/problem";
import type { DataResponse } from "#engine/views/preview/data-request";
import {
  type EditedTemplate,
  PagePreview,
  type PreviewRequest,
  type PreviewStep,
  withEdited,
} from "#engine/views/preview/preview-page";

/**
 * Makes pages away from the typing: whatever a template costs, up to the engine's own limits, the editor goes on. The
 * definition is sent when it changes, the edited text with each question.
 */
export interface PreviewQuestion {
  readonly edited: EditedTemplate | undefined;
  readonly ask: PreviewRequest | undefined;
  readonly response: DataResponse | undefined;
  /** Given by the page editor: elements of the page say where they come from. */
  readonly markToken: string | undefined;
}

export interface PreviewAnswer {
  readonly step: PreviewStep | undefined;
  /** Of the edited template, for the text in the question. */
  readonly problems: readonly Problem[];
  /** The templates of a marked page, by the number in its marks. */
  readonly units: readonly PageUnit[];
  /** What people would stumble over on a marked page. */
  readonly findings: readonly Problem[];
}

export type ToPreviewWorker =
  | { readonly definition: AppDefinition }
  | { readonly id: number; readonly question: PreviewQuestion };

let definition: AppDefinition | undefined;
interface Made {
  readonly key: string;
  readonly preview: PagePreview;
  readonly problems: readonly Problem[];
  readonly units: readonly PageUnit[];
}
let made: Made | undefined;

const newMarkToken = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

function previewOf({ edited, ask, markToken }: PreviewQuestion): Made {
  const key = JSON.stringify([edited ?? null, markToken === undefined ? null : [markToken, ask?.routeId]]);
  if (made?.key === key) return made;
  const draft = definition as AppDefinition;
  const shown = edited ? withEdited(draft, edited) : draft;
  const marked =
    markToken === undefined || !ask
      ? { definition: shown, units: [] }
      : markPage(shown, { routeId: ask.routeId, token: markToken, random: randomBytes });
  const preview = new PagePreview(marked.definition, undefined, {
    monotonic: () => performance.now(),
    markToken: newMarkToken(),
  });
  const problems = edited ? problemsOfTemplate(readDefinition(shown), edited.id) : [];
  made = { key, preview, problems, units: marked.units };
  return made;
}

function findingsOn(
  step: PreviewStep | undefined,
  { markToken }: PreviewQuestion,
  units: readonly PageUnit[],
): readonly Problem[] {
  if (step?.kind !== "page" || step.status !== 200 || markToken === undefined) return [];
  const { theme } = (definition as AppDefinition).settings;
  return findingProblems(checkPage({ html: step.html, token: markToken, theme }), units);
}

const randomBytes = (length: number) => crypto.getRandomValues(new Uint8Array(length));

addEventListener("message", ({ data }: MessageEvent<ToPreviewWorker>) => {
  if ("definition" in data) {
    definition = data.definition;
    made = undefined;
    return;
  }
  const { ask, response } = data.question;
  const { preview, problems, units } = previewOf(data.question);
  const step = ask && preview.step(ask, response);
  const answer: PreviewAnswer = { step, problems, units, findings: findingsOn(step, data.question, units) };
  postMessage({ id: data.id, answer });
});
