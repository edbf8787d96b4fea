/** Plain addresses only: no quoted local parts, comments or groups, in which mail programs disagree about who is meant. */
const ADDRESS =
  /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$/;

export function emailProblem(email: string): string | undefined {
  return ADDRESS.test(email) && email.length <= 254
    ? undefined
    : "This is not an e-mail address, such as you@example.com.";
}
