import { Button } from "@mantine/core";
import { IconKey, IconPlus } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type ApiKey, deleteApiKey, listApiKeys } from "#contract/http/apps";
import { call } from "../../api/client.ts";
import { ProblemNote } from "../../components/ProblemNote.tsx";
import { RevokeButton } from "../../components/RevokeButton.tsx";
import { SkeletonRows } from "../../components/Skeletons.tsx";
import { useReader } from "../../draft-session/react/use-draft.ts";
import { formatAgo } from "../../format/format-time.ts";
import { useAsked } from "../../navigation/use-asked.ts";
import { useApp } from "../../session/use-app.ts";
import classes from "./api.module.css";
import { NewApiKey } from "./NewApiKey.tsx";

/** Keys of the live app: made, shown once, revoked. */
export function ApiKeys() {
  const app = useApp();
  const queries = useQueryClient();
  const [isAdding, setAdding] = useState(false);
  useAsked("new", () => setAdding(true), app.live !== undefined);
  const queryKey = ["keys", app.id];
  const keys = useQuery({
    queryKey,
    queryFn: async ({ signal }) => (await call(listApiKeys, { params: { appId: app.id } }, { signal })).results,
    enabled: app.live !== undefined,
  });
  const changed = () => void queries.invalidateQueries({ queryKey });

  return (
    <section className={classes.keys} aria-label="API keys">
      <header className={classes.keysHead}>
        <h2 className={classes.heading}>API keys</h2>
        {app.live && !isAdding && (
          <Button
            size="sm"
            variant="default"
            leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />}
            onClick={() => setAdding(true)}
          >
            New key
          </Button>
        )}
      </header>
      {isAdding && <NewApiKey onMade={changed} onClose={() => setAdding(false)} />}
      {!app.live ? (
        <p className={classes.quiet}>Keys belong to the live app: they can be made once it is published.</p>
      ) : keys.isPending ? (
        <SkeletonRows what="Loading the keys" count={3} />
      ) : keys.isError ? (
        <ProblemNote problem={{ severity: "error", message: keys.error.message }} />
      ) : keys.data.length === 0 ? (
        <p className={classes.quiet}>
          No keys yet. A key says who calls: each has a group, which rules see as user.group.
        </p>
      ) : (
        <ul className={classes.keyList}>
          {keys.data.map((key) => (
            <KeyLine key={key.id} apiKey={key} onRevoked={changed} />
          ))}
        </ul>
      )}
    </section>
  );
}

function KeyLine({ apiKey, onRevoked }: { readonly apiKey: ApiKey; readonly onRevoked: () => void }) {
  const app = useApp();
  const reader = useReader();
  const groupLabel = (id: string) => reader.groups.find((group) => group.id === id)?.label ?? "a group that is gone";
  return (
    <li className={classes.key}>
      <IconKey size={16} stroke={1.5} aria-hidden />
      <span className={classes.keyName}>{apiKey.name}</span>
      <code className={classes.quiet}>qk_…{apiKey.hint}</code>
      <span className={classes.quiet}>{groupLabel(apiKey.groupId)}</span>
      <span className={classes.quiet}>made {formatAgo(apiKey.createdAt)}</span>
      <RevokeButton
        what="key"
        name={apiKey.name}
        revoke={() => call(deleteApiKey, { params: { appId: app.id, keyId: apiKey.id } })}
        onRevoked={onRevoked}
      />
    </li>
  );
}
