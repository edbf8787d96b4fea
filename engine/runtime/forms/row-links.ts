import type { ModelId } from "../../definition/ids.ts";
import type { AppSnapshot } from "../../snapshot/app-snapshot.ts";
import { modelLinks } from "../../view-types/model-links.ts";
import type { ModelLinks } from "../../view-types/view-type.ts";

const known = new WeakMap<AppSnapshot, Map<ModelId, ModelLinks>>();

/** The pages of a model's rows: looked for once for a release. */
export function linksToRows(snapshot: AppSnapshot, modelId: ModelId): ModelLinks {
  let links = known.get(snapshot);
  if (!links) {
    links = new Map();
    known.set(snapshot, links);
  }
  let found = links.get(modelId);
  if (!found) {
    found = modelLinks(snapshot.reader, snapshot.routes, modelId);
    links.set(modelId, found);
  }
  return found;
}
