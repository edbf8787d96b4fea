import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { ConfirmByName } from "./ConfirmByName.tsx";

/** Revokes a secret, after its name was typed. */
export function RevokeButton(props: {
  readonly what: "key" | "token";
  readonly name: string;
  readonly revoke: () => Promise<unknown>;
  readonly onRevoked: () => void;
}) {
  const { what, name } = props;
  const [isAsking, setAsking] = useState(false);
  const revoke = useMutation({
    mutationFn: props.revoke,
    onSuccess: () => {
      setAsking(false);
      props.onRevoked();
    },
  });
  return (
    <>
      <Button size="xs" variant="subtle" color="red" onClick={() => setAsking(true)} aria-label={`Revoke ${name}`}>
        Revoke
      </Button>
      {isAsking && (
        <ConfirmByName
          opened
          title={`Revoke ${name}?`}
          name={name}
          actionLabel={`Revoke the ${what}`}
          isBusy={revoke.isPending}
          failure={revoke.error?.message}
          onConfirm={() => revoke.mutate()}
          onClose={() => {
            setAsking(false);
            revoke.reset();
          }}
        >
          Whatever uses it is refused at once. It cannot be restored; make a new one instead.
        </ConfirmByName>
      )}
    </>
  );
}
