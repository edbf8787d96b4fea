import { Button } from "@mantine/core";
import { IconKey, IconPlus } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type ApiToken, listApiTokens, revokeApiToken } from "#contract/http/tokens";
import { call } from "../api/client.ts";
import { EmptyState } from "../components/EmptyState.tsx";
import { LineItem } from "../components/LineItem.tsx";
import { ProblemNote } from "../components/ProblemNote.tsx";
import { RevokeButton } from "../components/RevokeButton.tsx";
import { Screen } from "../components/Screen.tsx";
import { SkeletonRows } from "../components/Skeletons.tsx";
import { formatAgo, formatDay } from "../format/format-time.ts";
import { useAsked } from "../navigation/use-asked.ts";
import { NewToken } from "./NewToken.tsx";
import classes from "./workspace.module.css";

const queryKey = ["tokens"];

/** The command line sends no token over plain http to another machine unless it is told to. */
const ALLOWED = isSecureContext ? "" : " QUINTET_INSECURE_HTTP=1";

/** One's own tokens in this workspace: made, shown once, revoked. */
export function TokensScreen() {
  const queries = useQueryClient();
  const [isAdding, setAdding] = useState(false);
  useAsked("new", () => setAdding(true));
  const tokens = useQuery({
    queryKey,
    queryFn: async ({ signal }) => (await call(listApiTokens, {}, { signal })).results,
  });
  const changed = () => void queries.invalidateQueries({ queryKey });
  const add = (
    <Button leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />} onClick={() => setAdding(true)}>
      New token
    </Button>
  );
  return (
    <Screen
      title="API tokens"
      about="Your own keys to this workspace, for scripts and the command line. A token never does more than you may, and ends when you leave."
      actions={!isAdding && tokens.data && tokens.data.length > 0 ? add : null}
    >
      {isAdding && <NewToken onMade={changed} onClose={() => setAdding(false)} />}
      {tokens.isPending ? (
        <SkeletonRows what="Loading your tokens" count={3} />
      ) : tokens.isError ? (
        <ProblemNote problem={{ severity: "error", message: tokens.error.message }} />
      ) : tokens.data.length === 0 ? (
        isAdding ? null : (
          <EmptyState
            icon={<IconKey size={28} stroke={1.5} />}
            title="No API tokens yet"
            action={add}
            example={
              <code
                className={classes.mono}
              >{`QUINTET_URL=${location.origin}${ALLOWED} QUINTET_TOKEN=qt_… npx quintet publish shop`}</code>
            }
          >
            With a token a script does what you do here: export an app, publish it, read its rows.
          </EmptyState>
        )
      ) : (
        <ul className={classes.card} aria-label="API tokens">
          {tokens.data.map((token) => (
            <TokenLine key={token.id} token={token} onRevoked={changed} />
          ))}
        </ul>
      )}
    </Screen>
  );
}

function TokenLine({ token, onRevoked }: { readonly token: ApiToken; readonly onRevoked: () => void }) {
  const isOver = token.expiresAt !== undefined && Date.parse(token.expiresAt) < Date.now();
  return (
    <LineItem
      name={token.name}
      about={
        <>
          <code className={classes.mono}>qt_…{token.hint}</code> · {token.scopes.join(", ")}
        </>
      }
    >
      <div className={classes.facts}>
        <span data-tone={isOver ? "bad" : undefined}>
          {isOver ? "over since " : token.expiresAt ? "until " : "until it is revoked"}
          {token.expiresAt ? formatDay(token.expiresAt) : null}
        </span>
        <span>{token.lastUsedAt ? `last used ${formatAgo(token.lastUsedAt)}` : "never used"}</span>
      </div>
      <RevokeButton
        what="token"
        name={token.name}
        revoke={() => call(revokeApiToken, { params: { tokenId: token.id } })}
        onRevoked={onRevoked}
      />
    </LineItem>
  );
}
