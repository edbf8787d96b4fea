/** How long what was sent by mail opens something. Short where it opens an account, longer where it waits for a person. */
export const INVITATION_MS = 7 * 24 * 60 * 60 * 1000;
export const ADDRESS_CHANGE_MS = 24 * 60 * 60 * 1000;
export const RESET_MS = 60 * 60 * 1000;
