import { Button } from "@mantine/core";
import type { Member } from "#contract/http/people";
import { LineItem } from "../components/LineItem.tsx";
import { PlainSelect } from "../components/PlainSelect.tsx";
import { formatDay } from "../format/format-time.ts";
import { formatRole, placeOf, places } from "../format/role-labels.ts";
import classes from "./workspace.module.css";

/** A member with the role; who manages members changes it here, and everybody may leave. */
export function MemberLine(props: {
  readonly member: Member;
  readonly isMe: boolean;
  readonly isManaging: boolean;
  readonly isBusy: boolean;
  readonly onRole: (value: string) => void;
  readonly onRemove: () => void;
  readonly onLeave: () => void;
}) {
  const { member, isMe, isManaging } = props;
  return (
    <LineItem
      name={
        <>
          {member.name}
          {isMe ? <span className={classes.quiet}> (you)</span> : null}
        </>
      }
      about={member.email}
    >
      <span className={classes.facts}>since {formatDay(member.joinedAt)}</span>
      {isManaging ? (
        <PlainSelect
          size="sm"
          aria-label={`Role of ${member.name}`}
          value={placeOf(member)}
          disabled={props.isBusy}
          onChange={(event) => props.onRole(event.currentTarget.value)}
        >
          {places.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </PlainSelect>
      ) : (
        <span className={classes.role}>{formatRole(member)}</span>
      )}
      {isMe ? (
        <Button size="xs" variant="subtle" color="gray" onClick={props.onLeave}>
          Leave
        </Button>
      ) : isManaging ? (
        <Button size="xs" variant="subtle" color="red" aria-label={`Remove ${member.name}`} onClick={props.onRemove}>
          Remove
        </Button>
      ) : null}
    </LineItem>
  );
}
