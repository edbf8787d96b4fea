import { Modal, PasswordInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type RefObject, useRef, useState } from "react";
import { confirmSession } from "#contract/http/account";
import { ApiError, call } from "../../api/client.ts";
import { settleConfirmation } from "../../api/confirmation.ts";
import { DialogForm } from "../../components/DialogForm.tsx";
import { FormProblem } from "../../components/FormProblem.tsx";
import { useSession } from "../../session/use-session.ts";

/** When the dialog is out of the page, and what had been waiting for it is enabled again. */
const GONE_MS = 50;

function useConfirmation() {
  const [password, setPassword] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const attempt = useMutation({
    mutationFn: () => call(confirmSession, { body: { password } }),
    onSuccess: () => leave(true),
    onError: () => {
      setPassword(""); // nobody looks for what is wrong in dots
      input.current?.focus();
    },
  });
  const leave = (isConfirmed: boolean) => {
    setPassword("");
    attempt.reset();
    settleConfirmation(isConfirmed);
  };
  const onField = attempt.error instanceof ApiError ? attempt.error.messageFor("/password") : undefined;
  return { password, setPassword, input, attempt, leave, onField };
}

/** Asks for the password once more, before something sensitive. What was being done goes on afterwards by itself. */
export function ConfirmPerson(props: {
  readonly isAsked: boolean;
  /** What had the focus before. */
  readonly cameFrom: RefObject<HTMLElement | null>;
}) {
  const { account } = useSession();
  const { password, setPassword, input, attempt, leave, onField } = useConfirmation();
  const giveFocusBack = () => {
    if (document.activeElement === document.body) props.cameFrom.current?.focus();
  };
  return (
    <Modal
      opened={props.isAsked}
      onClose={() => leave(false)}
      onExitTransitionEnd={() => setTimeout(giveFocusBack, GONE_MS)}
      closeOnClickOutside={false}
      title="Confirm that it is you"
      centered
    >
      <DialogForm
        submitLabel="Confirm"
        isBusy={attempt.isPending}
        onSubmit={() => attempt.mutate()}
        onLeave={() => leave(false)}
      >
        <p>
          This needs your password, because you gave it more than 15 minutes ago. Then it continues, and for the next 15
          minutes you are not asked again.
        </p>
        <input type="email" autoComplete="username" value={account.email} readOnly hidden />
        <PasswordInput
          label={`Password of ${account.email}`}
          autoComplete="current-password"
          ref={input}
          data-autofocus
          required
          maxLength={256}
          value={password}
          error={onField}
          onChange={(event) => {
            setPassword(event.currentTarget.value);
            if (attempt.isError) attempt.reset();
          }}
        />
        {onField === undefined ? <FormProblem error={attempt.error} /> : null}
      </DialogForm>
    </Modal>
  );
}
