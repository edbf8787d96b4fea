import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { ApiError } from "../api/client.ts";
import { Doorway } from "../app/Doorway.tsx";
import classes from "./account.module.css";

/** A link from a mail that opens nothing: why, and what to do. A server out of reach is not the link's fault. */
export function LinkOver(props: { readonly error: Error; readonly onAgain: () => void; readonly children: ReactNode }) {
  const { error } = props;
  const isOver = error instanceof ApiError && error.code === "link_over";
  return (
    <Doorway
      title={isOver ? "This link does not work any more" : "The link could not be opened"}
      about={<span role="status">{error.message}</span>}
    >
      <div className={classes.after}>
        {isOver ? (
          props.children
        ) : (
          <Button size="lg" fullWidth onClick={props.onAgain}>
            Try again
          </Button>
        )}
      </div>
    </Doorway>
  );
}
