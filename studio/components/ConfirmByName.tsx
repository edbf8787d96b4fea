import { Modal, TextInput } from "@mantine/core";
import { type ReactNode, useId, useState } from "react";
import { DialogForm } from "./DialogForm.tsx";

interface Props {
  readonly opened: boolean;
  /** "Delete Bookshop?" */
  readonly title: string;
  /** What must be typed. */
  readonly name: string;
  /** What will happen, and what is kept. */
  readonly children: ReactNode;
  readonly actionLabel: string;
  readonly isBusy?: boolean;
  /** Why it did not work the last time. */
  readonly failure?: string | undefined;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Only for what cannot be undone: the name must be typed. */
export function ConfirmByName({
  opened,
  title,
  name,
  children,
  actionLabel,
  isBusy = false,
  failure,
  onConfirm,
  onClose,
}: Props) {
  const [typed, setTyped] = useState("");
  const inputId = useId();
  const matches = typed.trim() === name.trim();
  const close = () => {
    setTyped("");
    onClose();
  };
  return (
    // While it is being done, a dialog above may ask who is there: its Escape is not this one's.
    <Modal opened={opened} onClose={close} title={title} centered closeOnEscape={!isBusy} closeOnClickOutside={!isBusy}>
      <DialogForm
        submitLabel={actionLabel}
        isBusy={isBusy}
        danger={{ isReady: matches }}
        onSubmit={onConfirm}
        onLeave={close}
      >
        <div>{children}</div>
        <label htmlFor={inputId}>
          Type <strong>{name}</strong> to confirm
        </label>
        <TextInput
          id={inputId}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          autoComplete="off"
          data-autofocus
          error={failure}
        />
      </DialogForm>
    </Modal>
  );
}
