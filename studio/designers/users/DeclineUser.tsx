import { Button, Checkbox, Group } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { type AppUser, declineAppUser } from "#contract/http/app-users";
import { call } from "../../api/client.ts";
import { ProblemNote } from "../../components/ProblemNote.tsx";
import { useApp } from "../../session/use-app.ts";
import classes from "./users.module.css";

/** Asks before somebody who waits is declined, and whether a mail tells them. */
export function DeclineUser(props: {
  readonly user: AppUser;
  readonly onDone: () => void;
  readonly onClose: () => void;
}) {
  const { user, onDone, onClose } = props;
  const app = useApp();
  const [isMailed, setMailed] = useState(true);
  const decline = useMutation({
    mutationFn: () =>
      call(declineAppUser, { params: { appId: app.id, userId: user.id }, body: { version: user.version, isMailed } }),
    onSuccess: onDone,
  });
  return (
    <fieldset className={classes.rights} disabled={decline.isPending}>
      <legend className={classes.hidden}>Decline {user.name}</legend>
      <p>Decline {user.name}? Their account is deleted. They can sign up again.</p>
      <Checkbox
        label={`Tell ${user.email} by a mail`}
        checked={isMailed}
        onChange={(event) => setMailed(event.currentTarget.checked)}
      />
      {decline.error && <ProblemNote problem={{ severity: "error", message: decline.error.message }} />}
      <Group gap="xs">
        <Button color="red" loading={decline.isPending} onClick={() => decline.mutate()}>
          Decline and delete
        </Button>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
      </Group>
    </fieldset>
  );
}
