/** By which way somebody acts: signed in, with an API token of theirs, or by a command on the server's own machine. */
export type ActWay =
  | { readonly kind: "browser" }
  | { readonly kind: "token"; readonly tokenId: string }
  | { readonly kind: "local" };

/** As rows hold it. Both null: nobody acts, or it was done before this was noted. */
export interface WayColumns {
  via: ActWay["kind"] | null;
  tokenId: string | null;
}

export const columnsOfWay = (way: ActWay | null): WayColumns => ({
  via: way?.kind ?? null,
  tokenId: way?.kind === "token" ? way.tokenId : null,
});

/** Rows of before have a token's id alone. */
export function wayOfColumns({ via, tokenId }: WayColumns): ActWay | null {
  if (tokenId !== null) return { kind: "token", tokenId };
  return via === "browser" || via === "local" ? { kind: via } : null;
}
