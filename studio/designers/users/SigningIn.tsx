import type { AccountSettings } from "#engine/definition/app-definition";
import { accountsOf } from "#engine/definition/users";
import { setProperty } from "#engine/edits/commands/fields";
import { SETTINGS_ID } from "#engine/edits/edit";
import { CountInput } from "../../components/CountInput.tsx";
import { useDraft } from "../../draft-session/react/use-draft.ts";
import { EditorsOnly } from "../../session/IfMay.tsx";
import classes from "./users.module.css";

/** How people sign in: settings of the draft, which the next publish makes live. */
export function SigningIn() {
  const { reader, apply } = useDraft();
  const accounts = accountsOf(reader);
  const { passwordLength, session } = accounts;
  const set = (change: Partial<AccountSettings>) =>
    apply(
      setProperty(reader, {
        id: SETTINGS_ID,
        property: "accounts",
        value: { ...accounts, ...change },
        label: "Change how people sign in",
      }),
    );
  return (
    <section className={classes.signingIn} aria-labelledby="signing-in">
      <h2 id="signing-in">Signing in</h2>
      <p className={classes.quiet}>
        People join by invitation: nobody signs up by themselves. What you set here holds from the next publish.
      </p>
      <EditorsOnly>
        <div className={classes.settings}>
          <CountInput
            key={`password ${passwordLength}`}
            label="Shortest password"
            description="In characters, for new passwords"
            value={passwordLength}
            min={8}
            max={64}
            onCommit={(length) => set({ passwordLength: length })}
          />
          <CountInput
            key={`idle ${session.idleDays}`}
            label="Days without use"
            description="Then people sign in again"
            value={session.idleDays}
            min={1}
            max={365}
            onCommit={(idleDays) => set({ session: { ...session, idleDays } })}
          />
          <CountInput
            key={`absolute ${session.absoluteDays}`}
            label="Days in any case"
            description="Counted from signing in"
            value={session.absoluteDays}
            min={1}
            max={365}
            onCommit={(absoluteDays) => set({ session: { ...session, absoluteDays } })}
          />
        </div>
      </EditorsOnly>
    </section>
  );
}
