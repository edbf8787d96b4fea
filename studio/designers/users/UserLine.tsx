import { Button, Checkbox, Menu } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import {
  type AppUser,
  approveAppUser,
  changeAppUser,
  endAppUserSessions,
  linkAppUser,
  setAppUserGroups,
} from "#contract/http/app-users";
import type { DefinitionReader } from "#engine/definition/reader";
import { call } from "../../api/client.ts";
import { ProblemNote } from "../../components/ProblemNote.tsx";
import { useReader } from "../../draft-session/react/use-draft.ts";
import { formatAgo } from "../../format/format-time.ts";
import { IfMay } from "../../session/IfMay.tsx";
import { useApp } from "../../session/use-app.ts";
import { DeclineUser } from "./DeclineUser.tsx";
import { UserLink } from "./UserLink.tsx";
import classes from "./users.module.css";

/** One user: who they are, their groups, and what can be done about them. Each act is done at once on the live app. */
export function UserLine({ user, onChanged }: { readonly user: AppUser; readonly onChanged: () => void }) {
  const app = useApp();
  const reader = useReader();
  const params = { appId: app.id, userId: user.id };
  const [isEditing, setEditing] = useState(false);
  const [isDeclining, setDeclining] = useState(false);
  const act = useMutation({ mutationFn: (run: () => Promise<unknown>) => run(), onSuccess: onChanged });
  const link = useMutation({ mutationFn: () => call(linkAppUser, { params }), onSuccess: onChanged });
  const change = (body: Partial<Pick<AppUser, "active" | "staff" | "administrator">>) =>
    act.mutate(() => call(changeAppUser, { params, body: { version: user.version, ...body } }));
  const failure = act.error ?? link.error;
  return (
    <li className={classes.user} data-inactive={!user.active || undefined}>
      <div className={classes.who}>
        <strong>{user.name}</strong>
        <span className={classes.quiet}>{user.email}</span>
      </div>
      <span className={classes.state}>
        {rightsOf(user, reader).map((right) => `${right} · `)}
        <span>{describe(user)}</span>
      </span>
      <IfMay action="manageUsers">
        <div className={classes.acts}>
          {user.waiting && (
            <>
              <Button
                size="sm"
                loading={act.isPending}
                onClick={() => act.mutate(() => call(approveAppUser, { params, body: { version: user.version } }))}
              >
                Let in
              </Button>
              <Button size="sm" variant="default" onClick={() => setDeclining(true)}>
                Decline
              </Button>
            </>
          )}
          <Menu position="bottom-end" withinPortal>
            <Menu.Target>
              <Button size="sm" variant="subtle" color="gray" aria-label={`Actions for ${user.name}`}>
                <IconDots size={16} stroke={1.5} aria-hidden />
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => setEditing(!isEditing)}>Groups and rights</Menu.Item>
              <Menu.Item onClick={() => link.mutate()}>New link for a password</Menu.Item>
              {user.sessions > 0 && (
                <Menu.Item onClick={() => act.mutate(() => call(endAppUserSessions, { params }))}>
                  Sign out everywhere
                </Menu.Item>
              )}
              <Menu.Item {...(user.active ? { color: "red" } : {})} onClick={() => change({ active: !user.active })}>
                {user.active ? "Make inactive" : "Make active"}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </div>
      </IfMay>
      {failure && (
        <div className={classes.whole}>
          <ProblemNote problem={{ severity: "error", message: failure.message }} />
        </div>
      )}
      {link.data && <UserLink name={user.name} {...link.data} onClose={() => link.reset()} />}
      {isDeclining && <DeclineUser user={user} onDone={onChanged} onClose={() => setDeclining(false)} />}
      {isEditing && (
        <Rights
          user={user}
          isBusy={act.isPending}
          onChange={change}
          onGroups={(groups) => act.mutate(() => call(setAppUserGroups, { params, body: { groups } }))}
          onClose={() => setEditing(false)}
        />
      )}
    </li>
  );
}

/** What a person may do beyond others, in words. */
const rightsOf = (user: AppUser, { groups }: Pick<DefinitionReader, "groups">): readonly string[] => [
  ...(user.administrator ? ["administrator"] : []),
  ...(user.staff ? ["staff"] : []),
  ...groups.flatMap(({ id, label }) => (user.groups.includes(id) ? [`in ${label}`] : [])),
];

function describe(user: AppUser): string {
  if (user.waiting) return "waits for approval";
  if (!user.active) return "inactive";
  if (!user.hasPassword) return "has no password yet";
  return user.lastSignIn === null ? "never signed in" : `signed in ${formatAgo(user.lastSignIn)}`;
}

function Rights(props: {
  readonly user: AppUser;
  readonly isBusy: boolean;
  readonly onChange: (body: { staff?: boolean; administrator?: boolean }) => void;
  readonly onGroups: (groups: string[]) => void;
  readonly onClose: () => void;
}) {
  const { user, isBusy } = props;
  const reader = useReader();
  return (
    <fieldset className={classes.rights} disabled={isBusy}>
      <legend className={classes.hidden}>Groups and rights of {user.name}</legend>
      {reader.groups.map(({ id, label }) => (
        <Checkbox
          key={id}
          label={`Group: ${label}`}
          checked={user.groups.includes(id)}
          onChange={(event) =>
            props.onGroups(
              event.currentTarget.checked ? [...user.groups, id] : user.groups.filter((each) => each !== id),
            )
          }
        />
      ))}
      <Checkbox
        label="Is staff: user.staff in rules"
        checked={user.staff}
        onChange={(event) => props.onChange({ staff: event.currentTarget.checked })}
      />
      <Checkbox
        label="Is an administrator: no rule narrows what they see and change"
        checked={user.administrator}
        onChange={(event) => props.onChange({ administrator: event.currentTarget.checked })}
      />
      <Button variant="default" onClick={props.onClose}>
        Done
      </Button>
    </fieldset>
  );
}
