import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { signIn } from "#contract/http/session";
import classes from "../../account/account.module.css";
import { call } from "../../api/client.ts";
import { sessionQuery } from "../../api/queries.ts";
import { tellOtherTabs } from "../../api/session-channel.ts";
import { useSingleMutation } from "../../api/use-single-mutation.ts";
import { AuthLayout } from "../../components/AuthLayout.tsx";
import { FormProblem } from "../../components/FormProblem.tsx";
import { useDocumentTitle } from "../../components/use-document-title.ts";

export function SignIn() {
  useDocumentTitle("Sign in");
  const queries = useQueryClient();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const attempt = useSingleMutation({
    mutationFn: () => call(signIn, { body: { email, password } }),
    onSuccess: (session) => {
      queries.setQueryData(sessionQuery.queryKey, session);
      tellOtherTabs();
    },
  });
  return (
    <AuthLayout title="Sign in">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          attempt.mutate();
        }}
      >
        <TextInput
          label="Email"
          type="email"
          size="md"
          required
          autoComplete="username"
          autoFocus
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label="Password"
          size="md"
          required
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <FormProblem error={attempt.error} />
        <Button type="submit" size="lg" fullWidth loading={attempt.isPending}>
          Sign in
        </Button>
      </form>
      <Link to="/forgot" state={{ email }} className={classes.link}>
        Forgot your password?
      </Link>
    </AuthLayout>
  );
}
