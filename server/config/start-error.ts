/** Quintet cannot start, and the operator can mend it: told as a sentence, without a stack. */
export class StartError extends Error {
  override readonly name: string = "StartError";
}
