import type { CSSProperties } from "react";
import type { Person } from "#contract/socket/presence";
import type { ModelId, RecordId } from "#engine/definition/ids";
import classes from "./PresenceMark.module.css";
import { firstName, initials, personStyle } from "./person-look.ts";
import { usePeopleOn } from "./presence-store.ts";
import { usePeopleWithin } from "./use-people-within.ts";

/** A ring in their colour around what somebody else is on, and their name. What it is in must be positioned. */
export const PresenceRing = ({ on, look }: { readonly on: string; readonly look?: "outside" | "inside" }) => (
  <Ring people={usePeopleOn(on)} look={look ?? "outside"} />
);

/** Their initials in a line of text: for tables and lists. */
export const PresenceDots = ({ on }: { readonly on: RecordId }) => <Dots people={usePeopleOn(on)} />;

/** The same for a model whose fields are not drawn there: who is on one of them is on the model. */
export const ModelPresenceRing = ({ modelId }: { readonly modelId: ModelId }) => (
  <Ring people={usePeopleWithin(modelId)} look="outside" />
);
export const ModelPresenceDots = ({ modelId }: { readonly modelId: ModelId }) => (
  <Dots people={usePeopleWithin(modelId)} />
);

function Ring({ people, look }: { readonly people: readonly Person[]; readonly look: "outside" | "inside" }) {
  const [first] = people;
  if (!first) return null;
  return (
    <span className={classes.ring} data-look={look} style={personStyle(first.accountId) as CSSProperties}>
      <span className={classes.tag}>
        <span className="visually-hidden">Here now: </span>
        {firstName(first.name)}
        {people.length > 1 ? ` +${people.length - 1}` : null}
      </span>
    </span>
  );
}

const MOST_DOTS = 3;

function Dots({ people }: { readonly people: readonly Person[] }) {
  if (people.length === 0) return null;
  return (
    <span className={classes.dots}>
      <span className="visually-hidden">Here now: {people.map(({ name }) => name).join(", ")}</span>
      {people.slice(0, MOST_DOTS).map(({ accountId, name }) => (
        <span
          key={accountId}
          className={classes.dot}
          style={personStyle(accountId) as CSSProperties}
          title={name}
          aria-hidden="true"
        >
          {initials(name)}
        </span>
      ))}
    </span>
  );
}
