import { Button, PasswordInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { changeAddress, openAddressChange } from "#contract/http/address";
import { ApiError, call } from "../api/client.ts";
import { tellOtherTabs } from "../api/session-channel.ts";
import { useSingleMutation } from "../api/use-single-mutation.ts";
import { AuthLayout } from "../components/AuthLayout.tsx";
import { FormProblem } from "../components/FormProblem.tsx";
import { useDocumentTitle } from "../components/use-document-title.ts";
import classes from "./account.module.css";
import { LinkExpired } from "./LinkExpired.tsx";

/** Where the link to a new address leads: one press, and the account's password where it is not signed in. */
export function AddressScreen() {
  useDocumentTitle("Confirm your new address");
  const { token = "" } = useParams();
  const queries = useQueryClient();
  const [password, setPassword] = useState("");
  const link = useQuery({
    queryKey: ["new-address", token],
    queryFn: ({ signal }) => call(openAddressChange, { body: { token } }, { signal }),
    retry: false,
    refetchOnWindowFocus: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
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
  if (change.isSuccess) {
    return (
      <AuthLayout
        title="Your address is changed"
        about={
          <>
            From now on you sign in with <strong className={classes.address}>{change.data.email}</strong>. Where you
            were signed in, you still are.
          </>
        }
      >
        <Button component={Link} to={isSignedIn ? "/account" : "/"} size="lg" fullWidth className={classes.after ?? ""}>
          {isSignedIn ? "Back to your account" : "Go to Quintet"}
        </Button>
      </AuthLayout>
    );
  }
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
        {isSignedIn ? null : (
          <PasswordInput
            label="Your password"
            description="Enter the password of the account that will get this address. You are not signed in to that account here."
            size="md"
            required
            autoFocus
            maxLength={256}
            autoComplete="current-password"
            value={password}
            error={onField}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
        )}
        {onField === undefined ? <FormProblem error={change.error} /> : null}
        <Button type="submit" size="lg" fullWidth loading={change.isPending}>
          Confirm the address
        </Button>
      </form>
    </AuthLayout>
  );
}

/** Nothing that can be done here would mend it. */
const isAboutLink = (error: Error | null): error is ApiError =>
  error instanceof ApiError && (error.code === "link_expired" || error.code === "already_exists");
