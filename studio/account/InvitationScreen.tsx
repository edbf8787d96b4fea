import { Button } from "@mantine/core";
import { Link } from "react-router";
import { AuthLayout } from "../components/AuthLayout.tsx";
import { FormProblem } from "../components/FormProblem.tsx";
import { useDocumentTitle } from "../components/use-document-title.ts";
import { formatRole } from "../format/role-labels.ts";
import classes from "./account.module.css";
import { InvitationForm } from "./InvitationForm.tsx";
import { LinkExpired } from "./LinkExpired.tsx";
import { useInvitation } from "./use-invitation.ts";

/** Where the link of an invitation leads: who invites to what, and the one way in that fits who has opened it. */
export function InvitationScreen() {
  useDocumentTitle("Invitation");
  const { link, accept, leave } = useInvitation();
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
        <InvitationForm invitation={link.data} accept={accept} />
      )}
    </AuthLayout>
  );
}
