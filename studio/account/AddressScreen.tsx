import { Button, PasswordInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { changeAddress, openAddressChange } from "#contract/http/address";
import { ApiError, call } from "../api/client.ts";
import { tellOtherTabs } from "../api/session-channel.ts";
import { useSingleMutation } from "../api/use-single-mutation.ts";
import { AuthLayout } from "../components/AuthLayout.tsx";
import { FormProblem } from "../components/FormProblem.tsx";
import { useDocumentTitle } from "../components/use-document-title.ts";
import classes from "./account.module.css";
import { LinkExpired } from "./LinkExpired.tsx";
import { useMailLink } from "./use-mail-link.ts";

/** Where the link to a new address leads: one press, and the account's password where it is not signed in. */
export function AddressScreen() {
  useDocumentTitle("Confirm your new address");
  const queries = useQueryClient();
  const [password, setPassword] = useState("");
  const { token, link } = useMailLink("new-address", (opened, signal) =>
    call(openAddressChange, { body: { token: opened } }, { signal }),
  );
  const isSignedIn = link.data?.how === "signed_in";
  const change = useSingleMutation({
    mutationFn: () => call(changeAddress, { body: { token, ...(isSignedIn ? {} : { password }) } }),
    onSuccess: () => {
      setPassword("");
      void queries.invalidateQueries({ queryKey: ["session"] });
      void queries.invalidateQueries({ queryKey: ["members"] });
      tellOtherTabs();
    },
  });
  if (change.isSuccess) return <AddressChanged email={change.data.email} isSignedIn={isSignedIn} />;
  const failure = link.error ?? (isAboutLink(change.error) ? change.error : null);
  if (failure) {
    return (
      <LinkExpired error={failure} onAgain={() => void link.refetch()}>
        <Button component={Link} to="/account" size="lg" fullWidth>
          Go to your account
        </Button>
      </LinkExpired>
    );
  }
  if (!link.data) return null;
  const onField = change.error instanceof ApiError ? change.error.messageFor("/password") : undefined;
  return (
    <AuthLayout
      title="Confirm your new address"
      about={
        <>
          Once it is confirmed, you sign in to Quintet with{" "}
          <strong className={classes.address}>{link.data.email}</strong>.
        </>
      }
    >
      <form
        className={classes.after}
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate();
        }}
      >
        {isSignedIn ? null : <AccountPassword value={password} error={onField} onChange={setPassword} />}
        {onField === undefined ? <FormProblem error={change.error} /> : null}
        <Button type="submit" size="lg" fullWidth loading={change.isPending}>
          Confirm the address
        </Button>
      </form>
    </AuthLayout>
  );
}

function AddressChanged({ email, isSignedIn }: { readonly email: string; readonly isSignedIn: boolean }) {
  return (
    <AuthLayout
      title="Your address is changed"
      about={
        <>
          From now on you sign in with <strong className={classes.address}>{email}</strong>. Where you were signed in,
          you still are.
        </>
      }
    >
      <Button component={Link} to={isSignedIn ? "/account" : "/"} size="lg" fullWidth className={classes.after ?? ""}>
        {isSignedIn ? "Back to your account" : "Go to Quintet"}
      </Button>
    </AuthLayout>
  );
}

function AccountPassword(props: {
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (password: string) => void;
}) {
  return (
    <PasswordInput
      label="Your password"
      description="Enter the password of the account that will get this address. You are not signed in to that account here."
      size="md"
      required
      autoFocus
      maxLength={256}
      autoComplete="current-password"
      value={props.value}
      error={props.error}
      onChange={(event) => props.onChange(event.currentTarget.value)}
    />
  );
}

/** Nothing that can be done here would mend it. */
const isAboutLink = (error: Error | null): error is ApiError =>
  error instanceof ApiError && (error.code === "link_expired" || error.code === "already_exists");
