import { Button } from "@mantine/core";
import { IconPlus, IconUsers } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { listAppUsers } from "#contract/http/app-users";
import { usersModelOf } from "#engine/definition/users";
import { addUsers } from "#engine/edits/commands/users";
import { call } from "../../api/client.ts";
import { randomBytes } from "../../api/random.ts";
import { EmptyState } from "../../components/EmptyState.tsx";
import { ProblemNote } from "../../components/ProblemNote.tsx";
import { Screen } from "../../components/Screen.tsx";
import { SkeletonRows } from "../../components/Skeletons.tsx";
import { useDraft } from "../../draft-session/react/use-draft.ts";
import { IfMay } from "../../session/IfMay.tsx";
import { useApp } from "../../session/use-app.ts";
import { useMay } from "../../session/use-may.ts";
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
        {isAdding ? (
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
      {users.data.results.length === 0 ? (
        <p className={classes.quiet}>No users yet.</p>
      ) : (
        <ul className={classes.list}>
          {users.data.results.map((user) => (
            <UserLine key={user.id} user={user} onChanged={changed} />
          ))}
        </ul>
      )}
    </div>
  );
}
