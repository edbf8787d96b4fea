import { Button, Checkbox, Modal, TextInput, useComputedColorScheme } from "@mantine/core";
import { useState } from "react";
import { useNavigate } from "react-router";
import type { ModelId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import { audienceOfApp } from "#engine/edits/commands/app-audience";
import { moveRoute } from "#engine/edits/commands/move-route";
import { addPage, proposedPath } from "#engine/page-starts/add-page";
import type { PageStart } from "#engine/page-starts/page-start";
import { pageStarts } from "#engine/page-starts/registry";
import { pluralOf } from "#engine/view-types/model-labels";
import { labelsOfView } from "#engine/view-types/registry";
import { randomBytes } from "../../../api/random.ts";
import { PlainSelect } from "../../../components/PlainSelect.tsx";
import { useFormRefusal } from "../../../components/use-form-refusal.ts";
import { useDraft } from "../../../draft-session/react/use-draft.ts";
import { useApp } from "../../../session/use-app.ts";
import { PreviewFrame } from "../../templates/preview/PreviewFrame.tsx";
import classes from "./new-page.module.css";
import { useStartPictures } from "./use-start-pictures.ts";

/** A new page: what it begins as, what it is called and where it is. Route and template are made as one step. */
export function NewPageDialog({ onClose }: { readonly onClose: () => void }) {
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
    const wrong = pathProblem(path) ?? (moved === undefined ? takenProblem(path, reader.routes) : undefined);
    if (wrong !== undefined) return refusal.show({ message: wrong });
    const chosen = start.rows && (model ?? (needsModel ? models[0] : undefined));
    const page = addPage(reader, { start, label: label.trim(), path, model: chosen }, randomBytes);
    const made = moved ? moveRoute(reader, { routeId: moved.route.id, path: moved.to }, randomBytes).operations : [];
    const refused = attempt({ ...page, operations: [...made, ...page.operations] });
    if (refused !== undefined) return refusal.show({ message: refused });
    onClose();
    void navigate(`/apps/${app.id}/pages/${page.templateId}?show=visual`);
  };
  return (
    <Modal opened onClose={onClose} title="New page" size={980} centered>
      <form
        ref={refusal.form}
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <fieldset className={classes.starts}>
          <legend>What it begins as</legend>
          {starts.map((one) => (
            <label key={one.name} className={classes.start}>
              <input
                type="radio"
                name="start"
                value={one.name}
                checked={one === start}
                onChange={() => setStart(one)}
              />
              <span className={classes.picture} inert aria-hidden>
                {pictures.has(one.name) && (
                  <PreviewFrame
                    html={pictures.get(one.name) ?? ""}
                    title={`Picture of ${one.label}`}
                    device="tablet"
                    scheme={scheme}
                    isOld={false}
                  />
                )}
              </span>
              <span className={classes.label}>{one.label}</span>
              <span className={classes.description}>{one.description}</span>
            </label>
          ))}
        </fieldset>
        <div className={classes.fields}>
          <TextInput
            label="Name"
            description="What people read in the menu and above the page."
            value={label}
            maxLength={100}
            required
            data-autofocus
            onChange={(event) => setLabel(event.currentTarget.value)}
          />
          <TextInput
            label="Address"
            description="Where the page is, after the address of the app."
            value={path}
            error={refusal.of()}
            spellCheck={false}
            onChange={(event) => {
              refusal.clear();
              setPath(event.currentTarget.value);
            }}
          />
          {start.rows && models.length > 0 && (
            <PlainSelect
              label={start.rows.question}
              value={modelId}
              onChange={(event) => setModelId(event.currentTarget.value)}
            >
              {start.rows.without !== undefined && <option value="">{start.rows.without}</option>}
              {models.map(({ id, label: name, pluralLabel }) => (
                <option key={id} value={id}>
                  {pluralLabel ?? name}
                </option>
              ))}
            </PlainSelect>
          )}
        </div>
        {home && (
          <Checkbox
            label={`Make it the home page: ${home.title}, which is there now, moves to ${home.to}`}
            checked={movesHome}
            onChange={(event) => setMovesHome(event.currentTarget.checked)}
          />
        )}
        <div className={classes.actions}>
          <p className={classes.audience}>
            {audienceOfApp(reader) === "anyone"
              ? "Anyone may open it once it is published."
              : "Only builders may open it until you say who else may, under Routes."}
          </p>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={label.trim() === ""}>
            Add page
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** The page that is at `/` now, and a free address for it. */
function routeToMove(reader: DefinitionReader) {
  const route = reader.routes.find((one) => one.path === "/" && one.groupId === undefined);
  if (!route) return undefined;
  const { title } = labelsOfView(reader, route.view);
  const model = reader.model((route.view.modelId ?? "") as ModelId);
  return { route, title, to: proposedPath(reader, model ? pluralOf(model) : route.label) };
}

function pathProblem(path: string): string | undefined {
  if (!path.startsWith("/")) return "An address begins with a slash, such as /about/.";
  if (path.includes("//")) return "An address has one slash between its parts, such as /about/us/.";
  if (/\s/.test(path)) return "An address has no blanks. Use a hyphen, such as /about-us/.";
  return undefined;
}

const takenProblem = (path: string, routes: readonly { readonly path: string }[]): string | undefined =>
  routes.some((route) => route.path === path) ? "There is a page at this address already." : undefined;
