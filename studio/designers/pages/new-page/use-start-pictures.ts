import { useEffect, useState } from "react";
import type { AppDefinition } from "#engine/definition/app-definition";
import { readDefinition } from "#engine/definition/reader";
import type { ModelRecord } from "#engine/definition/records/model";
import { applyEdits } from "#engine/edits/apply-edits";
import { addPage } from "#engine/page-starts/add-page";
import type { PageStart } from "#engine/page-starts/page-start";
import { pageStarts } from "#engine/page-starts/registry";
import { randomBytes } from "../../../api/random.ts";
import { nonce } from "../../../theme/nonce.ts";
import { previewDocument, type Scheme } from "../../templates/preview/preview-document.ts";
import { PreviewWorker } from "../../templates/preview/preview-worker.ts";

const PICTURE_PATH = "/new-page-picture/";
const MAX_STEPS = 3;

/** What each start looks like in this app, made by the engine with sample rows. They come one after the other. */
export function useStartPictures(
  definition: AppDefinition,
  options: { readonly model: ModelRecord | undefined; readonly scheme: Scheme; readonly origin: string },
): ReadonlyMap<string, string> {
  const { model, scheme, origin } = options;
  const [pictures, setPictures] = useState<ReadonlyMap<string, string>>(new Map());
  useEffect(() => {
    const worker = new PreviewWorker();
    let isLeft = false;
    const draw = async () => {
      for (const start of pageStarts) {
        const html = await pictureOf(worker, definition, { start, model, scheme, origin });
        if (isLeft) return;
        if (html !== undefined) setPictures((known) => new Map(known).set(start.name, html));
      }
    };
    // A picture that cannot be made leaves its place empty; the start works all the same.
    draw().catch(() => {});
    return () => {
      isLeft = true;
      worker.close();
    };
  }, [definition, model, scheme, origin]);
  return pictures;
}

interface Picture {
  readonly start: PageStart;
  readonly model: ModelRecord | undefined;
  readonly scheme: Scheme;
  readonly origin: string;
}

async function pictureOf(
  worker: PreviewWorker,
  definition: AppDefinition,
  { start, model, scheme, origin }: Picture,
): Promise<string | undefined> {
  const reader = readDefinition(definition);
  const page = addPage(
    reader,
    {
      start,
      label: start.title,
      path: PICTURE_PATH,
      model: start.rows && (model ?? sampleModel(start, reader.models)),
    },
    randomBytes,
  );
  const made = applyEdits(definition, page.operations);
  if (!made.ok) return undefined;
  let address: string | undefined;
  for (let count = 0; count < MAX_STEPS; count++) {
    const { step } = await worker.ask(made.definition, {
      edited: undefined,
      ask: {
        routeId: page.routeId,
        address,
        as: { kind: "builder" },
        rows: "sample",
        origin,
        time: new Date().toISOString(),
      },
      response: undefined,
      markToken: undefined,
    });
    if (step?.kind === "page")
      return previewDocument(step.html, { scheme, nonce, theme: definition.settings.theme }).html;
    if (step?.kind !== "address") return undefined;
    address = step.address;
  }
  return undefined;
}

/** One that needs rows is drawn with those of the first model. */
const sampleModel = (start: PageStart, models: readonly ModelRecord[]): ModelRecord | undefined =>
  start.rows?.without === undefined ? models[0] : undefined;
