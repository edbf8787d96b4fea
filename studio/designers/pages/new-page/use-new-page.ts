import { useComputedColorScheme } from "@mantine/core";
import { useState } from "react";
import { useNavigate } from "react-router";
import type { ModelId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import { moveRoute } from "#engine/edits/commands/move-route";
import { addPage, proposedPath } from "#engine/page-starts/add-page";
import type { PageStart } from "#engine/page-starts/page-start";
import { pageStarts } from "#engine/page-starts/registry";
import { pluralOf } from "#engine/view-types/model-labels";
import { labelsOfView } from "#engine/view-types/registry";
import { randomBytes } from "../../../api/random.ts";
import { useFormRefusal } from "../../../components/use-form-refusal.ts";
import { useDraft } from "../../../draft-session/react/use-draft.ts";
import { useApp } from "../../../session/use-app.ts";
import { addressProblem, takenProblem } from "./address-problem.ts";
import { useStartPictures } from "./use-start-pictures.ts";

/** What is chosen and typed for a new page, and `add`, which makes its route and its template as one step. */
export function useNewPage(onClose: () => void) {
  const app = useApp();
  const navigate = useNavigate();
  const { reader, definition, attempt } = useDraft();
  const scheme = useComputedColorScheme("light");
  const models = reader.models;
  // A start that needs rows is no start before there is a model.
  const starts = pageStarts.filter(({ rows }) => models.length > 0 || !rows || rows.without !== undefined);
  const [start, setStart] = useState<PageStart>(starts[0] as PageStart);
  const [typedLabel, setLabel] = useState<string>();
  const [typedPath, setPath] = useState<string>();
  const [modelId, setModelId] = useState("");
  const [movesHome, setMovesHome] = useState(true);
  const label = typedLabel ?? start.title;
  const path = typedPath ?? proposedPath(reader, label);
  const home = path === "/" ? routeToMove(reader) : undefined;
  const moved = movesHome ? home : undefined;
  const model = models.find(({ id }) => id === modelId);
  const refusal = useFormRefusal();
  const pictures = useStartPictures(definition, { model, scheme, origin: new URL(app.url).origin });
  const needsModel = start.rows !== undefined && start.rows.without === undefined;
  const add = () => {
    const wrong = addressProblem(path) ?? (moved === undefined ? takenProblem(path, reader.routes) : undefined);
    if (wrong !== undefined) return refusal.show({ message: wrong });
    const chosen = start.rows && (model ?? (needsModel ? models[0] : undefined));
    const page = addPage(reader, { start, label: label.trim(), path, model: chosen }, randomBytes);
    const made = moved ? moveRoute(reader, { routeId: moved.route.id, path: moved.to }, randomBytes).operations : [];
    const refused = attempt({ ...page, operations: [...made, ...page.operations] });
    if (refused !== undefined) return refusal.show({ message: refused });
    onClose();
    void navigate(`/apps/${app.id}/pages/${page.templateId}?show=visual`);
  };
  const choices = { start, label, path, modelId, movesHome };
  return {
    reader,
    scheme,
    starts,
    pictures,
    home,
    refusal,
    ...choices,
    setStart,
    setLabel,
    setPath,
    setModelId,
    setMovesHome,
    add,
  };
}

export type NewPage = ReturnType<typeof useNewPage>;

/** The page that is at `/` now, and a free address for it. */
function routeToMove(reader: DefinitionReader) {
  const route = reader.routes.find((one) => one.path === "/" && one.groupId === undefined);
  if (!route) return undefined;
  const { title } = labelsOfView(reader, route.view);
  const model = reader.model((route.view.modelId ?? "") as ModelId);
  return { route, title, to: proposedPath(reader, model ? pluralOf(model) : route.label) };
}
