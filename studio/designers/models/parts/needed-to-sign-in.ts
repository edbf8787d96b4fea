/** Of a core field of the users' model. */
export const NEEDED_TO_SIGN_IN =
  "Signing in needs this field, so it cannot be deleted, and its type stays. You can rename it.";
