import { isAddress } from "#engine/auth/plain-address";

export const emailProblem = (email: string): string | undefined =>
  isAddress(email) ? undefined : "This is not an e-mail address, such as you@example.com.";
