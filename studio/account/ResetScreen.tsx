import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { openReset, resetPassword } from "#contract/http/account";
import { ApiError, call } from "../api/client.ts";
import { tellOtherTabs } from "../api/session-channel.ts";
import { useSingleMutation } from "../api/use-single-mutation.ts";
import { AuthLayout } from "../components/AuthLayout.tsx";
import { FormProblem } from "../components/FormProblem.tsx";
import { NewPasswordInput } from "../components/NewPasswordInput.tsx";
import { useDocumentTitle } from "../components/use-document-title.ts";
import classes from "./account.module.css";
import { LinkExpired } from "./LinkExpired.tsx";
import { useMailLink } from "./use-mail-link.ts";

/** Where the link of a reset leads: a new password, and then to the sign-in. */
export function ResetScreen() {
  useDocumentTitle("Set a new password");
  const queries = useQueryClient();
  const [password, setPassword] = useState("");
  const { token, link } = useMailLink("reset", (opened, signal) =>
    call(openReset, { body: { token: opened } }, { signal }),
  );
  const reset = useSingleMutation({
    mutationFn: () => call(resetPassword, { body: { token, password } }),
    onSuccess: () => {
      setPassword("");
      void queries.invalidateQueries({ queryKey: ["session"] });
      tellOtherTabs();
    },
  });
  if (reset.isSuccess) {
    return (
      <AuthLayout title="Your password is set" about="Everything that was signed in with the one before is signed out.">
        <Button component={Link} to="/" size="lg" fullWidth className={classes.after ?? ""}>
          Sign in
        </Button>
      </AuthLayout>
    );
  }
  if (link.isError) {
    return (
      <LinkExpired error={link.error} onAgain={() => void link.refetch()}>
        <Button component={Link} to="/forgot" size="lg" fullWidth>
          Ask for another link
        </Button>
      </LinkExpired>
    );
  }
  if (!link.data) return null;
  const onField = reset.error instanceof ApiError ? reset.error.messageFor("/password") : undefined;
  return (
    <AuthLayout title="Set a new password" about={<>For {link.data.email}.</>}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          reset.mutate();
        }}
      >
        <input type="email" autoComplete="username" value={link.data.email} readOnly hidden />
        <NewPasswordInput
          label="New password"
          size="md"
          autoFocus
          value={password}
          error={onField}
          onChange={setPassword}
        />
        {onField === undefined ? <FormProblem error={reset.error} /> : null}
        <p className={classes.note}>All your sessions and API tokens end, in case somebody else had them.</p>
        <Button type="submit" size="lg" fullWidth loading={reset.isPending}>
          Set the password
        </Button>
      </form>
    </AuthLayout>
  );
}
