import { Button, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { changeAccount } from "#contract/http/account";
import { call } from "../api/client.ts";
import { Screen } from "../components/Screen.tsx";
import { useSession } from "../session/use-session.ts";
import classes from "./account.module.css";
import { ChangeAddress } from "./ChangeAddress.tsx";
import { ChangePassword } from "./ChangePassword.tsx";
import { OwnSessions } from "./OwnSessions.tsx";

/** What is one's own, whatever the workspace: name, address, password, where one is signed in. */
export function AccountScreen() {
  const { account } = useSession();
  return (
    <Screen title="Your account" about={`You sign in as ${account.email}.`}>
      <section className={classes.section} aria-labelledby="account-name">
        <h2 id="account-name">Name</h2>
        <OwnName />
      </section>
      <section className={classes.section} aria-labelledby="account-address">
        <h2 id="account-address">Address</h2>
        <ChangeAddress />
      </section>
      <section className={classes.section} aria-labelledby="account-password">
        <h2 id="account-password">Password</h2>
        <ChangePassword />
      </section>
      <section className={classes.section} aria-labelledby="account-sessions">
        <h2 id="account-sessions">Where you are signed in</h2>
        <OwnSessions />
      </section>
    </Screen>
  );
}

function OwnName() {
  const { account } = useSession();
  const queries = useQueryClient();
  const [name, setName] = useState(account.name);
  const change = useMutation({
    mutationFn: () => call(changeAccount, { body: { name: name.trim() } }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ["session"] });
      void queries.invalidateQueries({ queryKey: ["members"] });
    },
  });
  const isChanged = name.trim() !== account.name && name.trim() !== "";
  return (
    <form
      className={classes.oneLine}
      onSubmit={(event) => {
        event.preventDefault();
        if (isChanged) change.mutate();
      }}
    >
      <TextInput
        label="Your name"
        description="Others see it on your edits and releases."
        autoComplete="name"
        maxLength={120}
        value={name}
        error={change.error?.message}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" size="md" variant="default" disabled={!isChanged} loading={change.isPending}>
        Save
      </Button>
    </form>
  );
}
