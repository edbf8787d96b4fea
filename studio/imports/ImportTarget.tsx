import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useSearchParams } from "react-router";
import type { AppSummary } from "#contract/http/apps";
import { getDraft } from "#contract/http/drafts";
import type { DraftId } from "#contract/platform-ids";
import type { ModelId } from "#engine/definition/ids";
import { readDefinition } from "#engine/definition/reader";
import { call } from "../api/client.ts";
import { appsQuery } from "../api/queries.ts";
import { PlainSelect } from "../components/PlainSelect.tsx";

/** Where the rows go: a new app, a new model of an app, or a model that is live there. It is in the address. */
export interface Target {
  /** Undefined: a new app. */
  readonly app: AppSummary | undefined;
  /** A live model of that app; undefined: a new one. */
  readonly modelId: ModelId | undefined;
  readonly liveModels: readonly { readonly id: ModelId; readonly label: string }[];
  readonly isLoading: boolean;
  readonly apps: readonly AppSummary[];
  readonly choose: (into: DraftId | undefined, modelId: ModelId | undefined) => void;
}

export function useImportTarget(): Target {
  const [parameters, setParameters] = useSearchParams();
  const apps = useQuery(appsQuery);
  const into = parameters.get("into") as DraftId | null;
  const app = apps.data?.find((each) => each.draftId === into);
  const draft = useQuery({
    queryKey: ["drafts", into, "live models"],
    queryFn: ({ signal }) => call(getDraft, { params: { draftId: into as DraftId } }, { signal }),
    enabled: into !== null,
    select: ({ live }) => (live ? readDefinition(live.definition).models.map(({ id, label }) => ({ id, label })) : []),
  });
  const liveModels = useMemo(() => (into === null ? [] : (draft.data ?? [])), [into, draft.data]);
  const asked = parameters.get("model") as ModelId | null;
  return {
    app,
    modelId: liveModels.find(({ id }) => id === asked)?.id,
    liveModels,
    isLoading: into !== null && (apps.isPending || (asked !== null && draft.isPending)),
    apps: apps.data ?? [],
    choose: (nextInto, nextModel) =>
      setParameters(
        { ...(nextInto ? { into: nextInto } : {}), ...(nextModel ? { model: nextModel } : {}) },
        { replace: true },
      ),
  };
}

const NEW = "new";

export function ImportTarget({ target }: { readonly target: Target }) {
  const { app, apps, choose, liveModels, modelId } = target;
  return (
    <>
      <PlainSelect
        label="Into"
        value={app?.draftId ?? NEW}
        onChange={(event) =>
          choose(event.currentTarget.value === NEW ? undefined : (event.currentTarget.value as DraftId), undefined)
        }
      >
        <option value={NEW}>A new app</option>
        {apps.map((each) => (
          <option key={each.id} value={each.draftId}>
            {each.label}
          </option>
        ))}
      </PlainSelect>
      {app && liveModels.length > 0 && (
        <PlainSelect
          label="As"
          value={modelId ?? NEW}
          onChange={(event) =>
            choose(app.draftId, event.currentTarget.value === NEW ? undefined : (event.currentTarget.value as ModelId))
          }
        >
          <option value={NEW}>A new model</option>
          <optgroup label="Rows of a live model">
            {liveModels.map(({ id, label }) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
          </optgroup>
        </PlainSelect>
      )}
    </>
  );
}
