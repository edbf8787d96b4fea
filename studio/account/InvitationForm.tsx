import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useState } from "react";
import { Link } from "react-router";
import { ApiError } from "../api/client.ts";
import { FormProblem } from "../components/FormProblem.tsx";
import { NewPasswordInput } from "../components/NewPasswordInput.tsx";
import classes from "./account.module.css";
import type { useInvitation } from "./use-invitation.ts";

/** Accepts an invitation: with a new account, with the password of one's own, or at once for who is signed in. */
export function InvitationForm(props: {
  readonly invitation: NonNullable<ReturnType<typeof useInvitation>["link"]["data"]>;
  readonly accept: ReturnType<typeof useInvitation>["accept"];
}) {
  const { workspace, email, how } = props.invitation;
  const { accept } = props;
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const error = (field: string) =>
    accept.error instanceof ApiError ? accept.error.messageFor(`/${field}`) : undefined;
  const isOnField = error("name") !== undefined || error("password") !== undefined;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        accept.mutate(how === "new_account" ? { name: name.trim(), password } : how === "password" ? { password } : {});
      }}
    >
      {how === "signed_in" ? null : <input type="email" autoComplete="username" value={email} readOnly hidden />}
      {how === "new_account" ? (
        <TextInput
          label="Your name"
          size="md"
          required
          autoFocus
          autoComplete="name"
          maxLength={120}
          value={name}
          error={error("name")}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      ) : null}
      {how === "new_account" ? (
        <NewPasswordInput
          label="Choose a password"
          size="md"
          value={password}
          error={error("password")}
          onChange={setPassword}
        />
      ) : null}
      {how === "password" ? (
        <PasswordInput
          label="Your password"
          size="md"
          required
          autoFocus
          minLength={1}
          maxLength={256}
          autoComplete="current-password"
          value={password}
          error={error("password")}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
      ) : null}
      {isOnField ? null : <FormProblem error={accept.error} />}
      <Button type="submit" size="lg" fullWidth loading={accept.isPending}>
        Join {workspace}
      </Button>
      {how === "password" ? (
        <Link to="/forgot" className={classes.link}>
          Forgot your password?
        </Link>
      ) : null}
    </form>
  );
}
