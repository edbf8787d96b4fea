import type { CSSProperties } from "react";
import type { RecordId } from "#engine/definition/ids";
import classes from "./PresenceMark.module.css";
import { firstName, initials, personStyle } from "./person-look.ts";
import { usePeopleOn } from "./presence-store.ts";

/** A ring in their colour around what somebody else is on, and their name. What it is in must be positioned. */
export function PresenceRing({ on, look = "outside" }: { readonly on: string; readonly look?: "outside" | "inside" }) {
  const people = usePeopleOn(on);
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

/** Their initials in a line of text: for tables and lists. */
export function PresenceDots({ on }: { readonly on: RecordId }) {
  const people = usePeopleOn(on);
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
