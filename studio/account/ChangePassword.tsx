import { Button, PasswordInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { changePassword } from "#contract/http/account";
import { ApiError, call } from "../api/client.ts";
import { FormProblem } from "../components/FormProblem.tsx";
import { NewPasswordInput } from "../components/NewPasswordInput.tsx";
import { useSession } from "../session/use-session.ts";
import classes from "./account.module.css";

export function ChangePassword() {
  const { account } = useSession();
  const queries = useQueryClient();
  const [current, setCurrent] = useState("");
  const [password, setPassword] = useState("");
  const change = useMutation({
    mutationFn: () => call(changePassword, { body: { current, password } }),
    onSuccess: () => {
      setCurrent("");
      setPassword("");
      void queries.invalidateQueries({ queryKey: ["sessions"] });
    },
  });
  const error = (field: string) =>
    change.error instanceof ApiError ? change.error.messageFor(`/${field}`) : undefined;
  const isOnField = error("current") !== undefined || error("password") !== undefined;
  const ended = change.data?.endedSessions ?? 0;
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate();
      }}
    >
      <input type="email" autoComplete="username" value={account.email} readOnly hidden />
      <PasswordInput
        label="Current password"
        required
        autoComplete="current-password"
        maxLength={256}
        value={current}
        error={error("current")}
        onChange={(event) => setCurrent(event.currentTarget.value)}
      />
      <NewPasswordInput label="New password" value={password} error={error("password")} onChange={setPassword} />
      {isOnField ? null : <FormProblem error={change.error} />}
      <div className={classes.actions}>
        <Button type="submit" variant="default" loading={change.isPending}>
          Change the password
        </Button>
        <span role="status" className={classes.quiet}>
          {change.isSuccess
            ? `Changed.${ended > 0 ? ` ${ended === 1 ? "One other session has" : `${ended} other sessions have`} ended.` : ""}`
            : null}
        </span>
      </div>
    </form>
  );
}
