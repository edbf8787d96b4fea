import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { ApiError } from "../api/client.ts";
import { AuthLayout } from "../components/AuthLayout.tsx";
import classes from "./account.module.css";

/** What is the link's own fault, and not the way's. */
const titles: Readonly<Record<string, string>> = {
  link_expired: "This link does not work any more",
  already_exists: "This address has an account already",
};

/** A link from a mail that opens nothing: why, and what to do. A server out of reach is not the link's fault. */
export function LinkExpired(props: {
  readonly error: Error;
  readonly onAgain: () => void;
  readonly children: ReactNode;
}) {
  const { error } = props;
  const title = error instanceof ApiError ? titles[error.code] : undefined;
  return (
    <AuthLayout title={title ?? "The link could not be opened"} about={<span role="status">{error.message}</span>}>
      <div className={classes.after}>
        {title !== undefined ? (
          props.children
        ) : (
          <Button size="lg" fullWidth onClick={props.onAgain}>
            Try again
          </Button>
        )}
      </div>
    </AuthLayout>
  );
}
