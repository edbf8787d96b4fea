import { seal } from "../seal.ts";

/** What posting a mail needs from its process. */
export interface MailPorts {
  /** Whether mails leave at all: not in production without a mail server. */
  readonly canSend: boolean;
  /** Of a line of the outbox, which becomes that of the mail. */
  newId(): string;
  /** Encrypts what may not be read in the outbox; only for the line with this id. */
  seal(id: string, content: unknown): { readonly sealed: string; readonly keyId: string };
}

export const mailPorts = (input: {
  readonly secretKey: string;
  readonly canSend: boolean;
  readonly newId: () => string;
}): MailPorts => ({
  canSend: input.canSend,
  newId: input.newId,
  seal(id, content) {
    const { sealed, keyId } = seal(input.secretKey, id, content);
    return { sealed: sealed.toString("base64"), keyId };
  },
});
