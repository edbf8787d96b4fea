import { Button, TextInput } from "@mantine/core";
import { IconRefresh, IconSearch } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { type MailState, type MailStatus, mailStateSchema, retryMails } from "#contract/http/mail";
import { call } from "../../api/client.ts";
import { PlainSelect } from "../../components/PlainSelect.tsx";
import { ProblemNote } from "../../components/ProblemNote.tsx";
import { StatusLine } from "../../components/StatusLine.tsx";
import classes from "./mail.module.css";
import { kindLabels, stateLabels } from "./mail-labels.ts";
import { useMailRefresh } from "./use-mail.ts";

/** Narrows the log of mails down, and tries again what was given up. */
export function MailFilters(props: {
  readonly status: MailStatus;
  readonly state: MailState | undefined;
  readonly kind: string | undefined;
  readonly address: string;
  readonly onState: (state: MailState | undefined) => void;
  readonly onKind: (kind: string | undefined) => void;
  readonly onAddress: (address: string) => void;
}) {
  const { status, state, kind } = props;
  return (
    <div className={classes.filters}>
      <PlainSelect
        aria-label="State"
        value={state ?? ""}
        onChange={(event) => props.onState((event.currentTarget.value || undefined) as MailState | undefined)}
      >
        <option value="">Every state</option>
        {mailStateSchema.options.map((option) => (
          <option key={option} value={option}>
            {stateLabels[option].label}
          </option>
        ))}
      </PlainSelect>
      <PlainSelect
        aria-label="Kind"
        value={kind ?? ""}
        onChange={(event) => props.onKind(event.currentTarget.value || undefined)}
      >
        <option value="">Every kind</option>
        {status.kinds.map((option) => (
          <option key={option} value={option}>
            {kindLabels(option)}
          </option>
        ))}
      </PlainSelect>
      <TextInput
        aria-label="Address"
        placeholder="Address"
        type="search"
        leftSection={<IconSearch size={14} stroke={1.5} aria-hidden />}
        value={props.address}
        onChange={(event) => props.onAddress(event.currentTarget.value)}
      />
      {status.dead > 0 ? <RetryAll {...(kind ? { kind } : {})} /> : null}
    </div>
  );
}

function RetryAll({ kind }: { readonly kind?: string }) {
  const refresh = useMailRefresh();
  const retry = useMutation({
    mutationFn: () => call(retryMails, { body: kind === undefined ? {} : { kind } }),
    onSettled: refresh,
  });
  const words = kind === undefined ? "all that were given up" : `all of “${kindLabels(kind)}” that were given up`;
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconRefresh size={14} stroke={1.5} aria-hidden />}
        loading={retry.isPending}
        onClick={() => retry.mutate()}
      >
        Try {words} again
      </Button>
      {retry.data ? (
        <StatusLine tone="ok" isSpoken>
          {retry.data.retried === 1 ? "One mail is" : `${retry.data.retried} mails are`} tried again
          {retry.data.left > 0 ? `; ${retry.data.left} are left` : ""}
        </StatusLine>
      ) : null}
      {retry.isError ? <ProblemNote problem={{ severity: "error", message: retry.error.message }} /> : null}
    </>
  );
}
