import { Menu, UnstyledButton } from "@mantine/core";
import { type CSSProperties, useEffect, useRef, useState } from "react";
import { Link } from "react-router";
import type { AppSummary } from "#contract/http/apps";
import type { Person } from "#contract/socket/presence";
import { useReader } from "../draft-session/react/use-draft.ts";
import classes from "./PeopleHere.module.css";
import { initials, personStyle } from "./person-look.ts";
import { placeAddress, placeLabel } from "./place-label.ts";
import { usePresenceStore } from "./presence-store.ts";

const MOST_AVATARS = 3;

/** Who else has this app open, in the top bar: avatars, and in their menu where each of them is; a click goes there. */
export function PeopleHere({ app }: { readonly app: AppSummary }) {
  const people = usePresenceStore((state) => state.people);
  const more = usePresenceStore((state) => state.more);
  const reader = useReader();
  const count = people.length + more;
  const hidden = Math.max(0, count - MOST_AVATARS);
  return (
    <>
      <Arrivals people={people} />
      {count === 0 ? null : (
        <Menu position="bottom-end" width={260}>
          <Menu.Target>
            <UnstyledButton
              className={classes.people ?? ""}
              data-several={count > 1 || undefined}
              aria-label={`${count === 1 ? "One other person is" : `${count} other people are`} here. Show who and where`}
            >
              {people.slice(0, MOST_AVATARS).map((person) => (
                <Avatar key={person.accountId} person={person} />
              ))}
              {hidden > 0 ? <span className={classes.more}>+{hidden}</span> : null}
              {count > 1 ? <span className={classes.countOnPhone}>{count}</span> : null}
            </UnstyledButton>
          </Menu.Target>
          <Menu.Dropdown className={classes.menu ?? ""}>
            <Menu.Label>Also here</Menu.Label>
            {people.map((person) => (
              <Menu.Item
                key={person.accountId}
                component={Link}
                to={placeAddress(reader, app.id, person.place)}
                leftSection={<Avatar person={person} />}
              >
                <span className={classes.name}>{person.name}</span>
                <span className={classes.where}>{person.isIdle ? "away" : placeLabel(reader, person.place)}</span>
              </Menu.Item>
            ))}
            {more > 0 ? <Menu.Label>and {more} more</Menu.Label> : null}
          </Menu.Dropdown>
        </Menu>
      )}
    </>
  );
}

const Avatar = ({ person }: { readonly person: Person }) => (
  <span
    className={classes.avatar}
    data-idle={person.isIdle || undefined}
    style={personStyle(person.accountId) as CSSProperties}
    title={person.name}
    aria-hidden="true"
  >
    {initials(person.name)}
  </span>
);

/** Says to those who do not see it who has come; where people go is not told, it would never end. */
function Arrivals({ people }: { readonly people: readonly Person[] }) {
  const known = useRef<ReadonlySet<string>>(new Set());
  const [said, setSaid] = useState("");
  useEffect(() => {
    const come = people.filter(({ accountId }) => !known.current.has(accountId));
    known.current = new Set(people.map(({ accountId }) => accountId));
    if (come.length > 0) setSaid(`${come.map(({ name }) => name).join(", ")} ${come.length === 1 ? "is" : "are"} here`);
    else if (people.length === 0) setSaid("");
  }, [people]);
  return (
    <p role="status" className="visually-hidden">
      {said}
    </p>
  );
}
