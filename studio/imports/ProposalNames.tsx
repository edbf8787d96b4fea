import { TextInput } from "@mantine/core";
import type { ImportProposal } from "#contract/http/imports";
import { ImportTarget, type Target } from "./ImportTarget.tsx";
import classes from "./import-screen.module.css";

/** Where the rows go, and what the app and the model are called. */
export function ProposalNames(props: {
  readonly target: Target;
  readonly appLabel: string;
  readonly proposal: ImportProposal;
  /** What is wrong with the names. */
  readonly problem: string | undefined;
  readonly onAppLabel: (label: string) => void;
  readonly onModel: (change: Partial<Pick<ImportProposal, "modelLabel" | "pluralLabel">>) => void;
}) {
  const { target, proposal, onModel } = props;
  return (
    <div className={classes.names}>
      <ImportTarget target={target} />
      {target.app === undefined && (
        <TextInput
          label="App"
          value={props.appLabel}
          onChange={(event) => props.onAppLabel(event.currentTarget.value)}
          maxLength={200}
        />
      )}
      <TextInput
        label="One row is a"
        value={proposal.modelLabel}
        onChange={(event) => onModel({ modelLabel: event.currentTarget.value })}
        error={props.problem}
        maxLength={200}
      />
      <TextInput
        label="Many are"
        value={proposal.pluralLabel ?? ""}
        onChange={(event) => onModel({ pluralLabel: event.currentTarget.value || undefined })}
        maxLength={200}
      />
    </div>
  );
}
