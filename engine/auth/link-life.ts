/**
 * How long the links in mails are valid: short for links that open an account, longer for those that wait for a person.
 */
export const INVITATION_MS = 7 * 24 * 60 * 60 * 1000;
export const ADDRESS_CHANGE_MS = 24 * 60 * 60 * 1000;
export const RESET_MS = 60 * 60 * 1000;
/** Of somebody who signs up, and of the code in the same mail. */
export const SIGN_UP_MS = 15 * 60 * 1000;
