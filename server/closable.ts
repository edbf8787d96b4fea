/** A part of the process that main starts, and stops in the reverse order. */
export interface Closable {
  close(): Promise<void>;
}
