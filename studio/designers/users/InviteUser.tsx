import { TextInput } from "@mantine/core";
import { useState } from "react";
import { inviteAppUser } from "#contract/http/app-users";
import { call } from "../../api/client.ts";
import { useSingleMutation } from "../../api/use-single-mutation.ts";
import { ShortForm } from "../../components/ShortForm.tsx";
import { useApp } from "../../session/use-app.ts";
import { UserLink } from "./UserLink.tsx";

/** Adds a user to the live app, and shows the link by which they set their password. */
export function InviteUser(props: { readonly onMade: () => void; readonly onClose: () => void }) {
  const app = useApp();
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const invite = useSingleMutation({
    mutationFn: () =>
      call(inviteAppUser, { params: { appId: app.id }, body: { name: name.trim(), email: email.trim() } }),
    onSuccess: props.onMade,
  });
  if (invite.data) return <UserLink name={name} {...invite.data} onClose={props.onClose} />;
  return (
    <ShortForm
      layout="row"
      label="Invite a user"
      submitLabel="Invite"
      isBusy={invite.isPending}
      error={invite.error}
      onSubmit={() => invite.mutate()}
      onLeave={props.onClose}
    >
      <TextInput
        label="Name"
        required
        autoFocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        label="Email"
        type="email"
        required
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
    </ShortForm>
  );
}
