import { Radio, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { inviteMember } from "#contract/http/people";
import { ApiError, call } from "../api/client.ts";
import { ShortForm } from "../components/ShortForm.tsx";
import { type PlaceValue, places, roleOf } from "../format/role-labels.ts";
import classes from "./workspace.module.css";

/** An address and a role. Stays open after a success, for the next one. */
export function InviteForm(props: { readonly onInvited: () => void; readonly onClose: () => void }) {
  const [email, setEmail] = useState("");
  const [place, setPlace] = useState<PlaceValue>("editor");
  const invite = useMutation({
    mutationFn: () => call(inviteMember, { body: { email: email.trim(), ...roleOf(place) } }),
    onSuccess: (invitation) => {
      notifications.show({ title: "Invited", message: `A mail with a link is on its way to ${invitation.email}.` });
      setEmail("");
      props.onInvited();
    },
  });
  const onField = invite.error instanceof ApiError ? invite.error.messageFor("/email") : undefined;
  return (
    <ShortForm
      label="Invite somebody"
      layout="column"
      submitLabel="Send the invitation"
      isBusy={invite.isPending}
      error={onField === undefined ? invite.error : null}
      onSubmit={() => invite.mutate()}
      leaveLabel="Close"
      onLeave={props.onClose}
    >
      <TextInput
        label="Email"
        type="email"
        required
        autoFocus
        autoComplete="off"
        placeholder="grace@example.com"
        maxLength={254}
        value={email}
        error={onField}
        onChange={(event) => {
          setEmail(event.currentTarget.value);
          if (invite.isError) invite.reset();
        }}
      />
      <Radio.Group label="Role" value={place} onChange={(value) => setPlace(value as PlaceValue)}>
        <div className={classes.choices}>
          {places.map(({ value, label, words }) => (
            <Radio key={value} value={value} label={label} description={words} />
          ))}
        </div>
      </Radio.Group>
    </ShortForm>
  );
}
