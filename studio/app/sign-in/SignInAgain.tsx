import { Modal, PasswordInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { signIn } from "#contract/http/session";
import { call } from "../../api/client.ts";
import { settleConfirmation } from "../../api/confirmation.ts";
import { sessionQuery } from "../../api/queries.ts";
import { tellOtherTabs } from "../../api/session-channel.ts";
import { reconnectStudioSocket } from "../../api/socket.ts";
import { DialogForm } from "../../components/DialogForm.tsx";
import { FormProblem } from "../../components/FormProblem.tsx";
import { useUiStore } from "../../session/ui-store.ts";
import { useSession } from "../../session/use-session.ts";

/** The session ended under somebody's hands: they sign in again where they are, and what waits is sent then. */
export function SignInAgain() {
  const { account } = useSession();
  const isOver = useUiStore((ui) => ui.isSessionOver);
  const setOver = useUiStore((ui) => ui.setSessionOver);
  const queries = useQueryClient();
  const [password, setPassword] = useState("");
  const attempt = useMutation({
    mutationFn: () => call(signIn, { body: { email: account.email, password } }),
    onSuccess: (session) => {
      setPassword("");
      setOver(false);
      settleConfirmation(true); // the new session begins with the password
      queries.setQueryData(sessionQuery.queryKey, session);
      void queries.invalidateQueries();
      reconnectStudioSocket();
      tellOtherTabs();
    },
  });
  return (
    <Modal
      opened={isOver}
      onClose={() => {}}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title="Your session has ended"
      centered
    >
      <DialogForm
        submitLabel="Sign in"
        isBusy={attempt.isPending}
        onSubmit={() => attempt.mutate()}
        leaveLabel="Somebody else"
        onLeave={() => location.assign("/")}
      >
        <p>Sign in again to go on. Nothing you did here is lost.</p>
        <input type="email" autoComplete="username" value={account.email} readOnly hidden />
        <PasswordInput
          label={`Password of ${account.email}`}
          autoComplete="current-password"
          data-autofocus
          required
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <FormProblem error={attempt.error} />
      </DialogForm>
    </Modal>
  );
}
