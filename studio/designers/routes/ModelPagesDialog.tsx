import { Button, Checkbox, Modal } from "@mantine/core";
import { useState } from "react";
import type { GroupId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import type { RuleAction } from "#engine/definition/records/access";
import type { ModelRecord } from "#engine/definition/records/model";
import { type Audience, audienceOfAction, describeAudience } from "#engine/edits/commands/access";
import { type AddedPages, addModelPages, type ModelPageOffer, modelPages } from "#engine/edits/commands/model-pages";
import { readablePath } from "#engine/routing/readable-path";
import { randomBytes } from "../../api/random.ts";
import { PlainSelect } from "../../components/PlainSelect.tsx";
import { useDraft } from "../../draft-session/react/use-draft.ts";
import { audienceLabel } from "./route-labels.ts";
import classes from "./routes.module.css";

interface Props {
  readonly model: ModelRecord;
  readonly onClose: () => void;
  readonly onAdded: (pages: AddedPages) => void;
}

/** Which of its list, detail, new, edit and delete pages a model gets, as one step. */
export function ModelPagesDialog({ model, onClose, onAdded }: Props) {
  const { reader, apply } = useDraft();
  const offers = modelPages(reader, model);
  const missing = offers.filter(({ route }) => !route).map(({ view }) => view);
  const [chosen, setChosen] = useState<readonly string[]>(missing);
  const [audience, setAudience] = useState<Audience>("builders");
  const without = offers.filter(
    ({ view, action, route }) =>
      !route && chosen.includes(view) && action && reader.grants(model.id, action).length === 0,
  );
  const add = () => {
    const input = { modelId: model.id, pages: chosen, ...(audience === "builders" ? {} : { audience }) };
    const command = addModelPages(reader, input, randomBytes);
    if (apply(command)) onAdded(command);
  };
  const plural = model.pluralLabel ?? model.label;
  return (
    <Modal opened onClose={onClose} title={`Pages of ${plural}`} size="md" centered>
      <form
        className={classes.choice}
        onSubmit={(event) => {
          event.preventDefault();
          if (chosen.length > 0) add();
        }}
      >
        <p className={classes.help}>Each comes with a finished look, and they link to each other.</p>
        <fieldset className={classes.pages}>
          <legend className="visually-hidden">Pages to add</legend>
          {offers.map((offer) => (
            <Checkbox
              key={offer.view}
              label={offer.label}
              description={descriptionOf(reader, model, offer)}
              checked={offer.route !== undefined || chosen.includes(offer.view)}
              disabled={offer.route !== undefined}
              onChange={({ currentTarget: { checked } }) =>
                setChosen(checked ? [...chosen, offer.view] : chosen.filter((view) => view !== offer.view))
              }
            />
          ))}
        </fieldset>
        {without.length > 0 && (
          <AudienceSelect
            reader={reader}
            label={`Who may ${inWords(without.flatMap(({ action }) => action ?? []))} ${plural}`}
            value={audience}
            onChange={setAudience}
          />
        )}
        <div className={classes.choiceActions}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={chosen.length === 0} data-autofocus>
            {chosen.length === 1 ? "Add 1 page" : `Add ${chosen.length} pages`}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

const verbs: Readonly<Record<RuleAction, string>> = { read: "read", create: "add", update: "change", delete: "delete" };

const inWords = (actions: readonly RuleAction[]): string =>
  new Intl.ListFormat("en-GB", { type: "conjunction" }).format(actions.map((action) => verbs[action]));

/** Its address; of a form whose model has a rule, who may use it. */
function descriptionOf(reader: DefinitionReader, model: ModelRecord, { path, route, action }: ModelPageOffer): string {
  const audience = action && audienceOfAction(reader, model.id, action);
  const who =
    audience && action && audience !== "builders"
      ? ` · ${describeAudience(reader, audience)} may ${verbs[action]}`
      : "";
  return `${route ? "Is there, at " : ""}${readablePath(path)}${route ? "" : who}`;
}

function AudienceSelect(props: {
  readonly reader: DefinitionReader;
  readonly label: string;
  readonly value: Audience;
  readonly onChange: (audience: Audience) => void;
}) {
  const { reader, value } = props;
  const presets = new Map<string, Audience>([
    ["builders", "builders"],
    ["any_key", "any_key"],
    ...reader.groups.map((group) => [group.id, { groupId: group.id as GroupId }] as const),
    ["anyone", "anyone"],
  ]);
  return (
    <PlainSelect
      label={props.label}
      value={typeof value === "string" ? value : value.groupId}
      onChange={(event) => props.onChange(presets.get(event.currentTarget.value) ?? "builders")}
    >
      {[...presets].map(([key, preset]) => (
        <option key={key} value={key}>
          {preset === "builders" ? "Nobody yet" : audienceLabel(reader, preset)}
        </option>
      ))}
    </PlainSelect>
  );
}
