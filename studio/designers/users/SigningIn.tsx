import { Radio } from "@mantine/core";
import { type AccountSettings, type SignUpMode, signUpModes } from "#engine/definition/app-definition";
import type { JsonValue } from "#engine/definition/json";
import { accountsOf, signUpOf } from "#engine/definition/users";
import { setProperty } from "#engine/edits/commands/fields";
import { SETTINGS_ID } from "#engine/edits/edit";
import { CountInput } from "../../components/CountInput.tsx";
import { useDraft } from "../../draft-session/react/use-draft.ts";
import { EditorsOnly } from "../../session/IfMay.tsx";
import classes from "./users.module.css";

/** Each way to join, and what a visitor of the app sees of it. */
const modes: Readonly<Record<SignUpMode, { readonly label: string; readonly sees: string }>> = {
  open: {
    label: "Anyone, once they have confirmed their address",
    sees: "Visitors see “Sign up” beside “Sign in”, get a mail with a link and a code, choose a password, and are in. Whatever people who sign in may do, anyone may do then.",
  },
  approval: {
    label: "Anyone whom you let in",
    sees: "Visitors see “Sign up”, confirm their address and choose a password. Then they wait until you let them in here, and get a mail.",
  },
  invite: {
    label: "By invitation",
    sees: "Visitors see “Sign in” alone. People whom you invite get a link by mail, and choose a password behind it.",
  },
  closed: {
    label: "Nobody new",
    sees: "Visitors see “Sign in” alone. Nobody can be invited; those who have an account keep it.",
  },
};

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
        value: { ...accounts, ...change } as JsonValue,
        label: "Change how people sign in",
      }),
    );
  return (
    <section className={classes.signingIn} aria-labelledby="signing-in">
      <h2 id="signing-in">Signing in</h2>
      <p className={classes.quiet}>How people join, and how they stay signed in. It holds from the next publish.</p>
      <EditorsOnly>
        <Radio.Group
          className={classes.joining ?? ""}
          label="Who may join"
          value={signUpOf(reader)}
          onChange={(mode) => {
            const signUp = signUpModes.find((one) => one === mode);
            if (signUp) set({ signUp });
          }}
        >
          <div className={classes.modes}>
            {signUpModes.toReversed().map((mode) => (
              <Radio key={mode} value={mode} label={modes[mode].label} description={modes[mode].sees} />
            ))}
          </div>
        </Radio.Group>
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
