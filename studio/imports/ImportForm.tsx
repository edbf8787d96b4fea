import { Button } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useNavigate } from "react-router";
import { cancelImport, type Import } from "#contract/http/imports";
import { call } from "../api/client.ts";
import { Kbd } from "../components/Kbd.tsx";
import { Screen } from "../components/Screen.tsx";
import classes from "./import-screen.module.css";

/** The screen of a file that is read: what was understood as children, and beneath it Cancel and the one button. */
export function ImportForm(props: {
  readonly imported: Import;
  readonly about: string;
  /** What the button will do, or what there is to decide before. */
  readonly status: string;
  readonly submit: {
    readonly label: string;
    readonly isPossible: boolean;
    readonly isRunning: boolean;
    readonly error: Error | null;
    readonly run: () => void;
  };
  /** The address to go to when the import is cancelled. */
  readonly afterCancel: string;
  readonly children: ReactNode;
}) {
  const { imported, submit } = props;
  const navigate = useNavigate();
  const cancel = useMutation({
    mutationFn: () => call(cancelImport, { params: { importId: imported.id } }),
    onSuccess: () => navigate(props.afterCancel),
  });
  const canSubmit = submit.isPossible && !submit.isRunning;
  const run = () => {
    if (canSubmit) submit.run();
  };
  useHotkeys([["mod+Enter", run]], []);
  return (
    <Screen title={`Import ${imported.fileName}`} about={props.about} width="wide">
      <form
        className={classes.proposal}
        onSubmit={(event) => {
          event.preventDefault();
          run();
        }}
      >
        {props.children}
        <footer className={classes.foot}>
          {submit.error && (
            <p role="alert" className={classes.failure}>
              {submit.error.message}
            </p>
          )}
          <p className={classes.footText} role="status">
            {props.status}
          </p>
          <Button variant="subtle" color="gray" onClick={() => cancel.mutate()} loading={cancel.isPending}>
            Cancel
          </Button>
          <Button type="submit" disabled={!canSubmit} loading={submit.isRunning} rightSection={<Kbd keys="⌘ ⏎" />}>
            {submit.label}
          </Button>
        </footer>
      </form>
    </Screen>
  );
}
