import type { AccountMailName } from "../../email/account-mails.ts";

/** What builders call the mails of accounts, and when each is sent. */
export const accountMailLabels: Readonly<Record<AccountMailName, { readonly label: string; readonly sent: string }>> = {
  confirm: { label: "Confirm an address", sent: "When somebody signs up with a new address" },
  "known-address": { label: "Address is known", sent: "When somebody signs up with an address that has an account" },
  reset: { label: "New password", sent: "When somebody asks for a new password" },
  invitation: { label: "Invitation", sent: "When somebody is invited" },
  "address-change": { label: "Confirm a new address", sent: "To the new address, when somebody changes theirs" },
  "address-changed": { label: "Address was changed", sent: "To the old address, when somebody has changed theirs" },
  approval: { label: "Account is open", sent: "When an account was approved" },
  waiting: {
    label: "Account waits",
    sent: "When somebody who waits for approval signs up again or asks for a new password",
  },
  declined: { label: "Account is declined", sent: "When somebody who waits for approval is declined with a mail" },
};
