import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { acceptInvitation, openInvitation } from "#contract/http/people";
import { signOut } from "#contract/http/session";
import { ApiError, call } from "../api/client.ts";
import { sessionQuery } from "../api/queries.ts";
import { tellOtherTabs } from "../api/session-channel.ts";
import { closeStudioSocket } from "../api/socket.ts";
import { useSingleMutation } from "../api/use-single-mutation.ts";
import { AuthLayout } from "../components/AuthLayout.tsx";
import { FormProblem } from "../components/FormProblem.tsx";
import { useDocumentTitle } from "../components/use-document-title.ts";
import { formatRole } from "../format/role-labels.ts";
import classes from "./account.module.css";
import { LinkExpired } from "./LinkExpired.tsx";

/** Where the link of an invitation leads: who invites to what, and the one way in that fits who has opened it. */
export function InvitationScreen() {
  useDocumentTitle("Invitation");
  const { token = "" } = useParams();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const queryKey = ["invitation", token];
  const link = useQuery({
    queryKey,
    queryFn: ({ signal }) => call(openInvitation, { body: { token } }, { signal }),
    retry: false,
    refetchOnWindowFocus: false,
  });
  const accept = useSingleMutation({
    mutationFn: () => {
      const how = link.data?.how;
      return call(acceptInvitation, {
        body: {
          token,
          ...(how === "new_account" ? { name: name.trim(), password } : how === "password" ? { password } : {}),
        },
      });
    },
    onSuccess: async (session) => {
      closeStudioSocket();
      queries.removeQueries({ predicate: ({ queryKey: [first] }) => first !== "session" && first !== "invitation" });
      queries.setQueryData(sessionQuery.queryKey, session);
      tellOtherTabs();
      await navigate("/", { replace: true });
    },
  });
  const leave = useSingleMutation({
    mutationFn: () => call(signOut, {}),
    onSuccess: () => {
      closeStudioSocket();
      queries.setQueryData(sessionQuery.queryKey, { state: "signed_out" });
      tellOtherTabs();
      void queries.invalidateQueries({ queryKey });
    },
  });

  if (link.isError) {
    return (
      <LinkExpired error={link.error} onAgain={() => void link.refetch()}>
        <Button component={Link} to="/" size="lg" fullWidth>
          Go to Quintet
        </Button>
      </LinkExpired>
    );
  }
  if (!link.data) return null;
  const { workspace, invitedBy, email, how } = link.data;
  const error = (field: string) =>
    accept.error instanceof ApiError ? accept.error.messageFor(`/${field}`) : undefined;
  const isOnField = error("name") !== undefined || error("password") !== undefined;
  const role = formatRole(link.data);
  return (
    <AuthLayout
      title={`Join ${workspace}`}
      about={
        <>
          {invitedBy} invites you to build here, as {/^[aeiou]/.test(role) ? "an" : "a"} {role}. The invitation is for{" "}
          <strong className={classes.address}>{email}</strong>.
        </>
      }
    >
      {how === "other_account" ? (
        <div className={classes.after}>
          <p className={classes.note}>
            You are signed in with another address. Sign out to go on as {email}, or ask {invitedBy} for an invitation
            to the address you use.
          </p>
          <FormProblem error={leave.error} />
          <Button size="lg" fullWidth loading={leave.isPending} onClick={() => leave.mutate()}>
            Sign out and go on
          </Button>
          <Link to="/" className={classes.link}>
            Stay signed in
          </Link>
        </div>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            accept.mutate();
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
          {how === "signed_in" ? null : (
            <PasswordInput
              label={how === "new_account" ? "Choose a password" : "Your password"}
              description={how === "new_account" ? "At least 8 characters. Long beats complicated." : undefined}
              size="md"
              required
              autoFocus={how === "password"}
              minLength={how === "new_account" ? 8 : 1}
              maxLength={256}
              autoComplete={how === "new_account" ? "new-password" : "current-password"}
              value={password}
              error={error("password")}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
          )}
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
      )}
    </AuthLayout>
  );
}
