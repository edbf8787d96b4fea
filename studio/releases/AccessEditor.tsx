import { Radio } from "@mantine/core";
import type { ModelId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import type { RuleAction } from "#engine/definition/records/access";
import type { ModelRecord } from "#engine/definition/records/model";
import {
  type Audience,
  type AudienceOfRule,
  audienceOfAction,
  describeAudience,
  setAccessOfAll,
} from "#engine/edits/commands/access";
import { wordsOfCallers } from "#engine/review/describe-rule";
import { randomBytes } from "../api/random.ts";
import { PlainSelect } from "../components/PlainSelect.tsx";
import { useDraftActions, useReader } from "../draft-session/react/use-draft.ts";
import classes from "./publish-panel.module.css";

const writing: readonly RuleAction[] = ["create", "update", "delete"];

/**
 * "Who may read Movies?" in plain words. A choice is an edit of the draft at once: undo takes it back, and others see it.
 */
export function AccessEditor({ model }: { readonly model: ModelRecord }) {
  const reader = useReader();
  const { apply } = useDraftActions();
  const name = model.pluralLabel ?? model.label;
  const choose = (actions: readonly RuleAction[]) => (value: string) =>
    apply(setAccessOfAll(reader, { modelIds: [model.id], actions, audience: audienceFromKey(value) }, randomBytes));
  return (
    <div className={classes.access}>
      <AudienceChoice
        question={`Who may read ${name}?`}
        reader={reader}
        audience={audienceOfAction(reader, model.id, "read")}
        onChange={choose(["read"])}
      />
      <AudienceChoice
        question={`Who may add, change and delete ${name}?`}
        reader={reader}
        audience={sharedAudience(reader, model.id)}
        onChange={choose(writing)}
        isQuiet
      />
    </div>
  );
}

/** The audience of all three writing actions; undefined when they differ. */
function sharedAudience(reader: DefinitionReader, modelId: ModelId): AudienceOfRule | undefined {
  const [first, ...others] = writing.map((action) => audienceOfAction(reader, modelId, action));
  return others.every((audience) => keyOf(audience) === keyOf(first)) ? first : undefined;
}

function AudienceChoice(props: {
  readonly question: string;
  readonly reader: DefinitionReader;
  readonly audience: AudienceOfRule | undefined;
  readonly onChange: (key: string) => void;
  readonly isQuiet?: boolean;
}) {
  const { reader, audience } = props;
  const presets: readonly Audience[] = [
    "builders",
    "any_key",
    ...reader.groups.map((group) => ({ groupId: group.id })),
    "anyone",
  ];
  const current = keyOf(audience);
  const options = presets.map((preset) => ({ key: keyOf(preset), words: optionLabels(reader, preset) }));
  const isOwn = audience === undefined || !options.some((option) => option.key === current);
  if (props.isQuiet) {
    return (
      <PlainSelect
        label={props.question}
        labelAt="beside"
        size="sm"
        value={isOwn ? "" : current}
        onChange={(event) => event.currentTarget.value && props.onChange(event.currentTarget.value)}
      >
        {isOwn && (
          <option value="">
            {audience === undefined ? "Different for each" : capital(describeAudience(reader, audience))}
          </option>
        )}
        {options.map((option) => (
          <option key={option.key} value={option.key}>
            {option.words}
          </option>
        ))}
      </PlainSelect>
    );
  }
  return (
    <Radio.Group
      label={props.question}
      value={isOwn ? "own" : current}
      onChange={(key) => key !== "own" && props.onChange(key)}
      classNames={{ label: classes.question ?? "" }}
    >
      <div className={classes.radios}>
        {isOwn && (
          <Radio
            value="own"
            label={audience === undefined ? "Different for each" : capital(describeAudience(reader, audience))}
          />
        )}
        {options.map((option) => (
          <Radio key={option.key} value={option.key} label={option.words} />
        ))}
      </div>
    </Radio.Group>
  );
}

function optionLabels(reader: DefinitionReader, audience: Audience): string {
  return audience === "any_key" ? wordsOfCallers(reader) : capital(describeAudience(reader, audience));
}

function keyOf(audience: AudienceOfRule | undefined): string {
  if (audience === undefined) return "";
  if (typeof audience === "string") return audience;
  return "groupId" in audience ? audience.groupId : "own";
}

const audienceFromKey = (key: string): Audience =>
  key === "builders" || key === "anyone" || key === "any_key" ? key : { groupId: key as `grp_${string}` };

const capital = (text: string): string => `${text[0]?.toUpperCase() ?? ""}${text.slice(1)}`;
