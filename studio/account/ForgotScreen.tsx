import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { Link, useLocation } from "react-router";
import { askForReset } from "#contract/http/account";
import { call } from "../api/client.ts";
import { useSingleMutation } from "../api/use-single-mutation.ts";
import { AuthLayout } from "../components/AuthLayout.tsx";
import { FormProblem } from "../components/FormProblem.tsx";
import { useDocumentTitle } from "../components/use-document-title.ts";
import classes from "./account.module.css";

/** Asks for a link by mail. What is answered does not tell whether the address is known. */
export function ForgotScreen() {
  useDocumentTitle("Forgot your password?");
  // What was typed at the sign-in comes along.
  const { state } = useLocation() as { state: { email?: string } | null };
  const [email, setEmail] = useState(state?.email ?? "");
  const ask = useSingleMutation({ mutationFn: () => call(askForReset, { body: { email: email.trim() } }) });
  if (ask.isSuccess) {
    return (
      <AuthLayout title="Look into your mail" about={<>If {email.trim()} has an account here, a link is on its way.</>}>
        <p className={classes.note} role="status">
          The link works once, for an hour. Nothing came? Look into the spam folder, and whether the address is the one
          you sign in with.
        </p>
        <Link to="/" className={classes.link}>
          Back to sign in
        </Link>
      </AuthLayout>
    );
  }
  return (
    <AuthLayout title="Forgot your password?" about="Tell us your address, and a link to set a new one comes by mail.">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          ask.mutate();
        }}
      >
        <TextInput
          label="Email"
          type="email"
          size="md"
          required
          autoFocus
          autoComplete="username"
          maxLength={254}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <FormProblem error={ask.error} />
        <Button type="submit" size="lg" fullWidth loading={ask.isPending}>
          Send the link
        </Button>
      </form>
      <Link to="/" className={classes.link}>
        Back to sign in
      </Link>
    </AuthLayout>
  );
}
