/**
 * Reads a message of the other side: the value as the type says, or an error. As small as it can be, since the frame's
 * script is a part of the studio's page editor; what it does not name is left out.
 */
export type Reader<T> = (value: unknown) => T;
export type Read<R> = R extends Reader<infer T> ? T : never;

const refuse = (): never => {
  throw new TypeError("This is no message of the page editor.");
};

export const text: Reader<string> = (value) => (typeof value === "string" ? value : refuse());
export const number: Reader<number> = (value) =>
  typeof value === "number" && Number.isFinite(value) ? value : refuse();
export const flag: Reader<boolean> = (value) => (typeof value === "boolean" ? value : refuse());

export const matching =
  (pattern: RegExp): Reader<string> =>
  (value) =>
    pattern.test(text(value)) ? text(value) : refuse();

export const oneOf =
  <const T extends string>(...words: readonly T[]): Reader<T> =>
  (value) =>
    words.find((word) => word === value) ?? refuse();

export const orNull =
  <T>(reader: Reader<T>): Reader<T | null> =>
  (value) =>
    value === null ? null : reader(value);

export const listOf =
  <T>(reader: Reader<T>): Reader<readonly T[]> =>
  (value) =>
    Array.isArray(value) ? value.map(reader) : refuse();

type Shape = Readonly<Record<string, Reader<unknown>>>;
type Shaped<S extends Shape> = { readonly [Key in keyof S]: Read<S[Key]> };

const object =
  <S extends Shape>(shape: S): Reader<Shaped<S>> =>
  (value) => {
    if (typeof value !== "object" || value === null) return refuse();
    const given = value as Readonly<Record<string, unknown>>;
    return Object.fromEntries(Object.entries(shape).map(([key, reader]) => [key, reader(given[key])])) as Shaped<S>;
  };

type Kinds<C extends Readonly<Record<string, Shape>>> = {
  readonly [K in keyof C]: { readonly kind: K } & Shaped<C[K]>;
}[keyof C];

/** One of several objects, told apart by `kind`. */
export const oneKind =
  <C extends Readonly<Record<string, Shape>>>(cases: C): Reader<Kinds<C>> =>
  (value) => {
    const kind = text(object({ kind: text })(value).kind);
    const shape = Object.hasOwn(cases, kind) ? cases[kind] : undefined;
    return shape ? ({ kind, ...object(shape)(value) } as Kinds<C>) : refuse();
  };

/** For what contains itself. */
export const later =
  <T>(reader: () => Reader<T>): Reader<T> =>
  (value) =>
    reader()(value);

/** The message, or undefined when it is none. */
export function readMessage<T>(reader: Reader<T>, value: unknown): T | undefined {
  try {
    return reader(value);
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) return undefined;
    throw error;
  }
}
