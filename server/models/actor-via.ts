/** By which way somebody acts: signed in, with an API token of theirs, or by a command on the server's own machine. */
export type ActorVia =
  | { readonly kind: "browser" }
  | { readonly kind: "token"; readonly tokenId: string }
  | { readonly kind: "local" };

/** As rows hold it. Both null: nobody acts, or it was done before this was noted. */
export interface ViaColumns {
  via: ActorVia["kind"] | null;
  tokenId: string | null;
}

export const columnsOfVia = (via: ActorVia | null): ViaColumns => ({
  via: via?.kind ?? null,
  tokenId: via?.kind === "token" ? via.tokenId : null,
});

/** Rows of before have a token's id alone. */
export function viaOfColumns({ via, tokenId }: ViaColumns): ActorVia | null {
  if (tokenId !== null) return { kind: "token", tokenId };
  return via === "browser" || via === "local" ? { kind: via } : null;
}
