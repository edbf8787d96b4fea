/** The channel of an act: a session, an API token, or a command on the server's own machine. */
export type ActorVia =
  | { readonly kind: "browser" }
  | { readonly kind: "token"; readonly tokenId: string }
  | { readonly kind: "local" };

/** The channel in rows. Both null: the system acted, or the act is older than these columns. */
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
