import { Button } from "@mantine/core";
import { IconPlus, IconUsers } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type AppUser, listAppUsers } from "#contract/http/app-users";
import { signUpOf, usersModelOf } from "#engine/definition/users";
import { addUsers } from "#engine/edits/commands/users";
import { call } from "../../api/client.ts";
import { randomBytes } from "../../api/random.ts";
import { EmptyState } from "../../components/EmptyState.tsx";
import { ProblemNote } from "../../components/ProblemNote.tsx";
import { Screen } from "../../components/Screen.tsx";
import { SkeletonRows } from "../../components/Skeletons.tsx";
import { useDraft, useReader } from "../../draft-session/react/use-draft.ts";
import { IfMay } from "../../session/IfMay.tsx";
import { useApp } from "../../session/use-app.ts";
import { useMay } from "../../session/use-may.ts";
import { AccountPages } from "./AccountPages.tsx";
import { InviteUser } from "./InviteUser.tsx";
import { SigningIn } from "./SigningIn.tsx";
import { UserLine } from "./UserLine.tsx";
import classes from "./users.module.css";

/** The people who sign in to the live app. */
export function UsersScreen() {
  const { reader, apply } = useDraft();
  const model = usersModelOf(reader);
  return (
    <Screen title="Users" about="The people who sign in to this app: who they are, and what they may do.">
      {model ? (
        <>
          <LiveUsers />
          <SigningIn />
          <AccountPages />
        </>
      ) : (
        <EmptyState
          icon={<IconUsers size={32} stroke={1.25} />}
          title="Nobody signs in to this app"
          action={
            <IfMay action="edit">
              <Button onClick={() => apply(addUsers(reader, randomBytes))}>Add users</Button>
            </IfMay>
          }
          example="record.owner == user.id"
        >
          With users, an app has pages to sign in and out, and rules can say who sees which rows. It gets a model of its
          users, two groups, and rules by which people see themselves and staff see all.
        </EmptyState>
      )}
    </Screen>
  );
}

function LiveUsers() {
  const isClosed = signUpOf(useReader()) === "closed";
  const app = useApp();
  const queries = useQueryClient();
  const canRead = useMay()("readRows");
  const [isAdding, setAdding] = useState(false);
  const queryKey = ["users", app.id, app.live?.releaseNumber];
  const users = useQuery({
    queryKey,
    queryFn: ({ signal }) => call(listAppUsers, { params: { appId: app.id } }, { signal }),
    enabled: app.live !== undefined && canRead,
  });
  const changed = () => void queries.invalidateQueries({ queryKey: ["users", app.id] });
  if (!canRead) return <p className={classes.quiet}>Users are live rows, which your role does not show.</p>;
  if (!app.live || users.data?.hasUsers === false)
    return <p className={classes.quiet}>Publish the app: then users can be added here.</p>;
  if (users.isPending) return <SkeletonRows what="Loading the users" count={3} />;
  if (users.isError) return <ProblemNote problem={{ severity: "error", message: users.error.message }} />;
  return (
    <div>
      <IfMay action="manageUsers">
        {isClosed ? (
          <p className={classes.quiet}>Nobody new can join: see “Who may join” below.</p>
        ) : isAdding ? (
          <InviteUser onMade={changed} onClose={() => setAdding(false)} />
        ) : (
          <Button
            className={classes.add ?? ""}
            leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />}
            onClick={() => setAdding(true)}
          >
            Invite a user
          </Button>
        )}
      </IfMay>
      {users.data.results.length === 0 && <p className={classes.quiet}>No users yet.</p>}
      <UserList title="Waiting for approval" users={users.data.results.filter(isWaiting)} onChanged={changed} />
      <UserList users={users.data.results.filter((user) => !isWaiting(user))} onChanged={changed} />
    </div>
  );
}

const isWaiting = ({ waiting }: AppUser): boolean => waiting;

/** Nothing without users. */
function UserList(props: {
  readonly title?: string;
  readonly users: readonly AppUser[];
  readonly onChanged: () => void;
}) {
  if (props.users.length === 0) return null;
  return (
    <>
      {props.title && <h2 className={classes.listTitle}>{props.title}</h2>}
      <ul className={classes.list}>
        {props.users.map((user) => (
          <UserLine key={user.id} user={user} onChanged={props.onChanged} />
        ))}
      </ul>
    </>
  );
}
