import { Button, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import {
  type AddressChange,
  askForAddress,
  cancelAddressChange,
  getAddressChange,
  sendAddressLinkAgain,
} from "#contract/http/address";
import { ApiError, call } from "../api/client.ts";
import { FormProblem } from "../components/FormProblem.tsx";
import { LineItem } from "../components/LineItem.tsx";
import { ProblemNote } from "../components/ProblemNote.tsx";
import { SkeletonRows } from "../components/Skeletons.tsx";
import { formatAgo } from "../format/format-time.ts";
import { useSession } from "../session/use-session.ts";
import classes from "./account.module.css";

/** Another address: a link goes there, and until it is opened one signs in with the old one. */
export function ChangeAddress() {
  const { account } = useSession();
  const queries = useQueryClient();
  // With the address in it: when the link was opened, in whatever window, nothing waits any more.
  const queryKey = ["address-change", account.email];
  const change = useQuery({
    queryKey,
    queryFn: async ({ signal }) => (await call(getAddressChange, {}, { signal })).waiting,
  });
  const set = (waiting: AddressChange | null) => queries.setQueryData(queryKey, waiting);
  if (change.isPending) return <SkeletonRows what="Loading your address" count={1} />;
  if (change.isError) return <ProblemNote problem={{ severity: "error", message: change.error.message }} />;
  return change.data ? <Waiting change={change.data} onChanged={set} /> : <NewAddress onAsked={set} />;
}

function NewAddress({ onAsked }: { readonly onAsked: (change: AddressChange) => void }) {
  const { account } = useSession();
  const [email, setEmail] = useState("");
  const ask = useMutation({
    mutationFn: () => call(askForAddress, { body: { email: email.trim() } }),
    onSuccess: onAsked,
  });
  const onField = ask.error instanceof ApiError ? ask.error.messageFor("/email") : undefined;
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        ask.mutate();
      }}
    >
      <TextInput
        label="New address"
        description={
          <>
            Now it is <span className={classes.address}>{account.email}</span>. A link goes to the new one.
          </>
        }
        type="email"
        required
        autoComplete="email"
        maxLength={254}
        value={email}
        error={onField}
        onChange={(event) => {
          setEmail(event.currentTarget.value);
          if (ask.isError) ask.reset();
        }}
      />
      {onField === undefined ? <FormProblem error={ask.error} /> : null}
      <div className={classes.actions}>
        <Button type="submit" variant="default" disabled={email.trim() === ""} loading={ask.isPending}>
          Send the link
        </Button>
      </div>
    </form>
  );
}

function Waiting(props: {
  readonly change: AddressChange;
  readonly onChanged: (change: AddressChange | null) => void;
}) {
  const { change, onChanged } = props;
  const { account } = useSession();
  const { send, cancel } = useWaitingAddress(onChanged);
  const isOver = Date.parse(change.expiresAt) <= Date.now();
  return (
    <>
      <p className={classes.explained} role="status">
        {isOver ? (
          <>The link that went to the new address is over. Send another one, or cancel. </>
        ) : (
          <>A link is on its way. Open it to confirm the new address; it works once, for 24 hours. </>
        )}
        Until then you sign in with <span className={classes.address}>{account.email}</span>.
      </p>
      <ul className={classes.card} aria-label="Waits to be confirmed">
        <LineItem name={change.email} about={`sent ${formatAgo(change.sentAt)}`}>
          <div className={classes.actions}>
            <Button
              size="xs"
              variant="default"
              loading={send.isPending}
              disabled={cancel.isPending}
              onClick={() => send.mutate()}
            >
              Send again
            </Button>
            <Button
              size="xs"
              variant="subtle"
              color="red"
              loading={cancel.isPending}
              disabled={send.isPending}
              onClick={() => cancel.mutate()}
            >
              Cancel
            </Button>
          </div>
        </LineItem>
      </ul>
      {send.isSuccess && !send.isPending ? (
        <p className={classes.note} role="status">
          Sent again. The link before does not work any more.
        </p>
      ) : null}
      <div className={classes.below}>
        <FormProblem error={send.error ?? cancel.error} />
      </div>
    </>
  );
}

function useWaitingAddress(onChanged: (change: AddressChange | null) => void) {
  const queries = useQueryClient();
  // Gone meanwhile: opened or cancelled in another window.
  const onError = () => {
    void queries.invalidateQueries({ queryKey: ["session"] });
    void queries.invalidateQueries({ queryKey: ["address-change"] });
  };
  const send = useMutation({ mutationFn: () => call(sendAddressLinkAgain, {}), onSuccess: onChanged, onError });
  const cancel = useMutation({
    mutationFn: () => call(cancelAddressChange, {}),
    onSuccess: () => onChanged(null),
    onError,
  });
  return { send, cancel };
}
