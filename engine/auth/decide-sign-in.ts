/** What is known of an attempt to sign in, once the password was hashed in any case. */
export interface SignInFacts {
  /** Undefined when nobody has this address. */
  readonly account:
    | { readonly active: boolean; readonly hasPassword: boolean; readonly waiting?: boolean | undefined }
    | undefined;
  readonly isRight: boolean;
}

/**
 * Everybody who may not enter gets the same answer; the reason is for the record of events alone. Only who waits for
 * approval is told so, after the right password: to others this would say that there is an account.
 */
export type SignInOutcome =
  | { readonly outcome: "signedIn" }
  | { readonly outcome: "waiting" }
  | { readonly outcome: "refused"; readonly reason: "unknown" | "inactive" | "no password" | "wrong password" };

export function decideSignIn({ account, isRight }: SignInFacts): SignInOutcome {
  if (!account) return { outcome: "refused", reason: "unknown" };
  if (!account.hasPassword) return { outcome: "refused", reason: "no password" };
  if (!isRight) return { outcome: "refused", reason: "wrong password" };
  if (account.active) return { outcome: "signedIn" };
  return account.waiting ? { outcome: "waiting" } : { outcome: "refused", reason: "inactive" };
}
