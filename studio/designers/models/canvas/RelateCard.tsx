import { Button, Select, TextInput } from "@mantine/core";
import { type ReactNode, type RefObject, useState } from "react";
import { identifierFromLabel } from "#engine/definition/identifiers";
import type { ModelId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import type { ModelRecord } from "#engine/definition/records/model";
import { useFormRefusal } from "../../../components/use-form-refusal.ts";
import { useReader } from "../../../draft-session/react/use-draft.ts";
import { type RelationBeingDrawn, useModelsUi } from "../models-ui.ts";
import { useModelActions } from "../use-model-actions.ts";
import classes from "./Card.module.css";

/** A relation in words: which is the one, which are the many, and what each end is called. */
export function RelateCard() {
  const relating = useModelsUi((ui) => ui.relating);
  const reader = useReader();
  if (!relating) return null;
  const from = reader.model(relating.from);
  const to = relating.to && reader.model(relating.to);
  if (!from) return null;
  if (!to) return <ChooseTarget from={from} relating={relating} reader={reader} />;
  return <Card key={`${from.id}${to.id}`} from={from} to={to} relating={relating} />;
}

const many = (model: ModelRecord): string => model.pluralLabel ?? `${model.label} rows`;

function Frame({
  relating,
  children,
  onSubmit,
  form,
}: {
  readonly relating: RelationBeingDrawn;
  readonly children: ReactNode;
  readonly onSubmit: () => void;
  readonly form?: RefObject<HTMLFormElement | null>;
}) {
  const set = useModelsUi((ui) => ui.set);
  const at = relating.at;
  return (
    <form
      ref={form}
      className={classes.card}
      aria-label="Relate two models"
      data-centred={at ? undefined : true}
      style={
        at
          ? {
              left: `clamp(12px, ${at.x - 170}px, calc(100% - 352px))`,
              top: `clamp(12px, ${at.y - 24}px, calc(100% - 320px))`,
            }
          : undefined
      }
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Escape") set({ relating: undefined });
      }}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {children}
    </form>
  );
}

function ChooseTarget({
  from,
  relating,
  reader,
}: {
  readonly from: ModelRecord;
  readonly relating: RelationBeingDrawn;
  readonly reader: DefinitionReader;
}) {
  const set = useModelsUi((ui) => ui.set);
  return (
    <Frame relating={relating} onSubmit={() => {}}>
      <Select
        label={`Relate ${from.label} to`}
        placeholder="Type a model's label"
        data={reader.models.map((model) => ({ value: model.id, label: model.label }))}
        searchable
        autoFocus
        selectFirstOptionOnChange
        nothingFoundMessage="No model is called that."
        onChange={(chosen) => chosen && set({ relating: { ...relating, to: chosen as ModelId } })}
      />
      <div className={classes.actions}>
        <Cancel />
      </div>
    </Frame>
  );
}

interface CardProps {
  readonly from: ModelRecord;
  readonly to: ModelRecord;
  readonly relating: RelationBeingDrawn;
}

function Card({ from, to, relating }: CardProps) {
  const { direction, setDirection, source, target, label, reverse, refusal, relate } = useRelation(from, to);
  return (
    <Frame relating={relating} form={refusal.form} onSubmit={relate}>
      <Ways from={from} to={to} direction={direction} onChange={setDirection} />
      <div className={classes.ends}>
        <TextInput
          label={`On ${source.label}, the one is`}
          value={label.value}
          error={refusal.of()}
          required
          autoFocus
          onFocus={(event) => event.currentTarget.select()}
          onChange={(event) => label.set(event.currentTarget.value)}
        />
        <TextInput
          label={`On ${target.label}, the many are`}
          placeholder="Optional"
          value={reverse.value}
          error={refusal.of("type")}
          onChange={(event) => reverse.set(event.currentTarget.value)}
        />
      </div>
      <div className={classes.actions}>
        <Cancel />
        <Button type="submit">Relate</Button>
      </div>
    </Frame>
  );
}

/** A relation between two models as it stands in the card: its ends are named after the models until one types. */
function useRelation(from: ModelRecord, to: ModelRecord) {
  const set = useModelsUi((ui) => ui.set);
  const actions = useModelActions();
  const isLoop = from.id === to.id;
  const [direction, setDirection] = useState<Direction>("from");
  // The field stands on the many and points to the one.
  const [source, target] = direction === "from" ? [from, to] : [to, from];
  const refusal = useFormRefusal(["type"]);
  const reverseOf = source.pluralLabel && !isLoop ? identifierFromLabel(source.pluralLabel, source.name) : "";
  const label = useTyped(isLoop ? `Parent ${target.label.toLowerCase()}` : target.label, refusal.clear);
  const reverse = useTyped(reverseOf, refusal.clear);
  const relate = () => {
    if (label.value.trim() === "") return;
    const reverseName = reverse.value.trim();
    const refused = actions.relate({
      modelId: source.id,
      targetModelId: target.id,
      label: label.value.trim(),
      ...(reverseName === "" ? {} : { reverseName }),
    });
    refusal.show(refused);
    if (!refused) set({ relating: undefined });
  };
  return { direction, setDirection, source, target, label, reverse, refusal, relate };
}

/** A text that is proposed until another is typed. */
function useTyped(proposed: string, onTyped: () => void) {
  const [typed, setTyped] = useState<string>();
  return {
    value: typed ?? proposed,
    set: (text: string) => {
      onTyped();
      setTyped(text);
    },
  };
}

type Direction = "from" | "to";

/** Which of the two is the one, and which are the many. */
function Ways(props: {
  readonly from: ModelRecord;
  readonly to: ModelRecord;
  readonly direction: Direction;
  readonly onChange: (direction: Direction) => void;
}) {
  const { from, to, direction, onChange } = props;
  const way = (which: Direction, one: ModelRecord, all: ModelRecord) => (
    <label className={classes.way}>
      <input type="radio" name="way" checked={direction === which} onChange={() => onChange(which)} />
      <span>
        One <strong>{one.label}</strong> has many <strong>{many(all)}</strong>
      </span>
    </label>
  );
  return (
    <fieldset className={classes.ways} aria-label="How they belong together">
      {way("from", to, from)}
      {from.id === to.id ? null : way("to", from, to)}
    </fieldset>
  );
}

function Cancel() {
  const set = useModelsUi((ui) => ui.set);
  return (
    <Button variant="subtle" color="gray" onClick={() => set({ relating: undefined })}>
      Cancel
    </Button>
  );
}
