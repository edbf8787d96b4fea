import { Checkbox, TextInput } from "@mantine/core";
import { useState } from "react";
import { createApiToken, TOKEN_DAYS } from "#contract/http/tokens";
import { permissions, type TokenScope, tokenScopes } from "#contract/permissions";
import { call, refusedName } from "../api/client.ts";
import { useSingleMutation } from "../api/use-single-mutation.ts";
import { PlainSelect } from "../components/PlainSelect.tsx";
import { ShortForm } from "../components/ShortForm.tsx";
import { ShownOnce } from "../components/ShownOnce.tsx";
import { useFormRefusal } from "../components/use-form-refusal.ts";
import { useMay } from "../session/use-may.ts";
import classes from "./workspace.module.css";

const words: Readonly<Record<TokenScope, string>> = {
  read: "See apps, drafts and releases. Every token may.",
  edit: "Make apps, change drafts, import files.",
  publish: "Review plans, publish, go back.",
  data: "Read live rows, and change them if you may.",
  manage: "Keys, members, the audit log, deleting apps.",
};

/** Makes a token and shows its text, this once. */
export function NewToken(props: { readonly onMade: () => void; readonly onClose: () => void }) {
  const { name, rename, scopes, setScopes, days, setDays, refusal, make } = useNewToken(props.onMade);
  if (make.data) {
    return (
      <div className={classes.made}>
        <ShownOnce what="token" name={make.data.token.name} secret={make.data.secret} onClose={props.onClose} />
      </div>
    );
  }
  return (
    <ShortForm
      label="New API token"
      layout="column"
      form={refusal.form}
      submitLabel="Make the token"
      isBusy={make.isPending}
      error={refusal.of() === undefined ? make.error : null}
      onSubmit={() => make.mutate()}
      onLeave={props.onClose}
    >
      <TextInput
        label="Name"
        placeholder="Nightly publish"
        description="What uses it, so that you know later which one to revoke."
        required
        autoFocus
        value={name}
        error={refusal.of()}
        onChange={(event) => rename(event.currentTarget.value)}
      />
      <Scopes scopes={scopes} onChange={setScopes} />
      <PlainSelect label="How long" value={days} onChange={(event) => setDays(event.currentTarget.value)}>
        {TOKEN_DAYS.map((count) => (
          <option key={count} value={count ?? ""}>
            {count === null ? "Until it is revoked" : count === 365 ? "1 year" : `${count} days`}
          </option>
        ))}
      </PlainSelect>
    </ShortForm>
  );
}

function Scopes(props: {
  readonly scopes: readonly TokenScope[];
  readonly onChange: (scopes: readonly TokenScope[]) => void;
}) {
  const may = useMay();
  // What none of one's own rights fall under would be a token that does nothing.
  const offered = tokenScopes.filter((scope) =>
    Object.entries(permissions).some(
      ([action, permission]) => permission.scope === scope && may(action as keyof typeof permissions),
    ),
  );
  return (
    <Checkbox.Group
      label="What it may do"
      value={[...props.scopes]}
      onChange={(chosen) => props.onChange(tokenScopes.filter((scope) => scope === "read" || chosen.includes(scope)))}
    >
      <div className={classes.choices}>
        {offered.map((scope) => (
          <Checkbox key={scope} value={scope} label={scope} description={words[scope]} disabled={scope === "read"} />
        ))}
      </div>
    </Checkbox.Group>
  );
}

function useNewToken(onMade: () => void) {
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<readonly TokenScope[]>(["read"]);
  const [days, setDays] = useState<string>("90");
  const refusal = useFormRefusal();
  const make = useSingleMutation({
    mutationFn: () =>
      call(createApiToken, {
        body: {
          name: name.trim(),
          scopes: [...scopes],
          days: days === "" ? null : (Number(days) as (typeof TOKEN_DAYS)[number]),
        },
      }),
    onSuccess: onMade,
    onError: (error) => {
      const message = refusedName(error);
      if (message !== undefined) refusal.show({ message });
    },
  });
  const rename = (typed: string) => {
    refusal.clear();
    make.reset();
    setName(typed);
  };
  return { name, rename, scopes, setScopes, days, setDays, refusal, make };
}
