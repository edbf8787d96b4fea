import { Button } from "@mantine/core";
import { IconMailCheck } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { sendAppTestMail } from "#contract/http/app-mails";
import { call } from "../../api/client.ts";
import { ProblemNote } from "../../components/ProblemNote.tsx";
import { StatusLine } from "../../components/StatusLine.tsx";
import { useApp } from "../../session/use-app.ts";
import { useSession } from "../../session/use-session.ts";
import type { ListedMail } from "./mails-of-draft.ts";

/** Sends the mail of the draft to one's own address, and to no other. */
export function SendMeThis({ mail, rowId }: { readonly mail: ListedMail; readonly rowId: string | undefined }) {
  const app = useApp();
  const { account } = useSession();
  const send = useMutation({
    mutationFn: () =>
      call(sendAppTestMail, {
        params: { draftId: app.draftId },
        body: { mail: mail.key as "reset", ...(rowId === undefined ? {} : { rowId }) },
      }),
  });
  return (
    <>
      <Button
        size="xs"
        variant="default"
        loading={send.isPending}
        leftSection={<IconMailCheck size={14} stroke={1.5} aria-hidden />}
        onClick={() => send.mutate()}
      >
        Send me this
      </Button>
      {send.isSuccess ? (
        <StatusLine tone="ok" isSpoken>
          On its way to {account.email}
        </StatusLine>
      ) : null}
      {send.isError ? <ProblemNote problem={{ severity: "error", message: send.error.message }} /> : null}
    </>
  );
}
