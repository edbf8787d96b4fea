/**
 * Bind, Execute and Sync for a prepared statement in one buffer: what nearly every request sends. pg writes them as
 * three messages, which costs a vectored write in Node and similar work in Postgres; here it is one small write.
 *
 * Formats are those of the protocol's version 3: a byte for the kind, a length that counts itself, then the content.
 */
export function bindExecuteSync(statement: string, values: readonly (string | null)[]): Buffer {
  // Bind: portal "" + statement + no parameter formats (text) + values + no result formats (text).
  let bindLength = 4 + 1 + statement.length + 1 + 2 + 2 + values.length * 4 + 2;
  const lengths: number[] = [];
  for (const value of values) {
    const length = value === null ? -1 : Buffer.byteLength(value);
    lengths.push(length);
    if (length > 0) bindLength += length;
  }
  const buffer = Buffer.allocUnsafe(1 + bindLength + EXECUTE_SYNC.length);
  buffer[0] = 0x42; // B
  let at = buffer.writeInt32BE(bindLength, 1);
  buffer[at++] = 0;
  // The names are our own and ASCII.
  at += buffer.write(statement, at, "latin1");
  buffer[at++] = 0;
  at = buffer.writeInt16BE(0, at);
  at = buffer.writeInt16BE(values.length, at);
  for (let index = 0; index < values.length; index++) {
    const length = lengths[index] as number;
    at = buffer.writeInt32BE(length, at);
    if (length > 0) at += buffer.write(values[index] as string, at);
  }
  at = buffer.writeInt16BE(0, at);
  EXECUTE_SYNC.copy(buffer, at);
  return buffer;
}

/** Execute the unnamed portal without a row limit, then Sync. */
const EXECUTE_SYNC = Buffer.from([0x45, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0x53, 0, 0, 0, 4]);
