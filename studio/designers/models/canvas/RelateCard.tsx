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
  const { way, setWay, ends, refusal, relate } = useRelation(from, to);
  return (
    <Frame relating={relating} form={refusal.form} onSubmit={relate}>
      <Ways from={from} to={to} way={way} onChange={setWay} />
      <div className={classes.ends}>
        <TextInput
          label={ends.first.words}
          value={ends.first.text.value}
          error={refusal.of()}
          required
          autoFocus
          onFocus={(event) => event.currentTarget.select()}
          onChange={(event) => ends.first.text.set(event.currentTarget.value)}
        />
        <TextInput
          label={ends.second.words}
          placeholder="Optional"
          value={ends.second.text.value}
          error={refusal.of("type")}
          onChange={(event) => ends.second.text.set(event.currentTarget.value)}
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
  const [way, setWay] = useState<Way>("from");
  // The field stands on the many and points to the one.
  const [source, target] = way === "to" ? [to, from] : [from, to];
  const refusal = useFormRefusal(["type"]);
  const plural = (model: ModelRecord) => identifierFromLabel(model.pluralLabel ?? model.label, model.name);
  const reverseOf = source.pluralLabel && !isLoop ? plural(source) : "";
  const label = useTyped(isLoop ? `Parent ${target.label.toLowerCase()}` : target.label, refusal.clear);
  const reverse = useTyped(way === "one" ? source.name : reverseOf, refusal.clear);
  const names = [useTyped(plural(to), refusal.clear), useTyped(isLoop ? "" : plural(from), refusal.clear)] as const;
  const ends =
    way === "many"
      ? {
          first: { words: `On ${from.label}, the ${many(to)} are`, text: names[0] },
          second: { words: `On ${to.label}, the ${many(from)} are`, text: names[1] },
        }
      : {
          first: { words: `On ${source.label}, the one is`, text: label },
          second: { words: `On ${target.label}, the ${way === "one" ? "one is" : "many are"}`, text: reverse },
        };
  const relate = () => {
    const [first, second] = [ends.first.text.value.trim(), ends.second.text.value.trim()];
    if (first === "") return;
    const refused =
      way === "many"
        ? actions.link({ modelId: from.id, targetModelId: to.id, names: [first, second] })
        : actions.relate({
            modelId: source.id,
            targetModelId: target.id,
            label: first,
            ...(way === "one" ? { unique: true } : {}),
            ...(second === "" ? {} : { reverseName: second }),
          });
    refusal.show(refused);
    if (!refused) set({ relating: undefined });
  };
  return { way, setWay, ends, refusal, relate };
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

/** `from`: one of the second model has many of the first; `to`: the other way round; `one`: one has one; `many`: a link. */
type Way = "from" | "to" | "one" | "many";

/** How many of one model go with how many of the other. */
function Ways(props: {
  readonly from: ModelRecord;
  readonly to: ModelRecord;
  readonly way: Way;
  readonly onChange: (way: Way) => void;
}) {
  const { from, to, way, onChange } = props;
  const choice = (which: Way, words: ReactNode) => (
    <label className={classes.way}>
      <input type="radio" name="way" checked={way === which} onChange={() => onChange(which)} />
      <span>{words}</span>
    </label>
  );
  const hasMany = (one: ModelRecord, all: ModelRecord) => (
    <>
      One <strong>{one.label}</strong> has many <strong>{many(all)}</strong>
    </>
  );
  return (
    <fieldset className={classes.ways} aria-label="How they belong together">
      {choice("from", hasMany(to, from))}
      {from.id === to.id ? null : choice("to", hasMany(from, to))}
      {choice(
        "one",
        <>
          One <strong>{to.label}</strong> has one <strong>{from.label}</strong>
        </>,
      )}
      {choice(
        "many",
        <>
          <strong>{many(from)}</strong> and <strong>{many(to)}</strong> go with each other
        </>,
      )}
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
