import { Button } from "@mantine/core";
import { Link, useNavigate } from "react-router";
import { canSignUp, signUpOf } from "#engine/definition/users";
import { takeOverAccountPage } from "#engine/edits/commands/account-pages";
import { ownAccountPage } from "#engine/views/accounts/account-entries";
import { accountPageLabels } from "#engine/views/accounts/account-route";
import { type AccountPageName, accountPages } from "#engine/views/accounts/account-sources";
import { randomBytes } from "../../api/random.ts";
import { useDraft } from "../../draft-session/react/use-draft.ts";
import { useApp } from "../../session/use-app.ts";
import { useMay } from "../../session/use-may.ts";
import classes from "./users.module.css";

/** The pages on which people sign in and look after their account: built in, or made the builder's own. */
export function AccountPages() {
  const app = useApp();
  const navigate = useNavigate();
  const canEdit = useMay()("edit");
  const { reader, apply } = useDraft();
  const signsUp = canSignUp(signUpOf(reader));
  const makeOwn = (name: AccountPageName) => {
    const command = takeOverAccountPage(reader, name, randomBytes);
    if (apply(command)) void navigate(`/apps/${app.id}/pages/${command.templateId}`);
  };
  return (
    <section className={classes.signingIn} aria-labelledby="account-pages">
      <h2 id="account-pages">Pages of accounts</h2>
      <p className={classes.quiet}>
        They have the layout of your pages. One that you make your own opens in the page editor; its form stays.
      </p>
      <ul className={classes.pages}>
        {accountPages
          .filter((name) => signsUp || (name !== "sign-up" && name !== "verify"))
          .map((name) => {
            const own = reader.templateByName(ownAccountPage(name));
            return (
              <li key={name}>
                <span>
                  {accountPageLabels[name]} <span className={classes.quiet}>/accounts/{name}/</span>
                </span>
                {own ? (
                  <Button
                    size="xs"
                    variant="default"
                    component={Link}
                    to={`/apps/${app.id}/pages/${own.id}`}
                    aria-label={`Edit the page ${accountPageLabels[name]}`}
                  >
                    Edit
                  </Button>
                ) : canEdit ? (
                  <Button
                    size="xs"
                    variant="default"
                    onClick={() => makeOwn(name)}
                    aria-label={`Make your own: ${accountPageLabels[name]}`}
                  >
                    Make your own
                  </Button>
                ) : (
                  <span className={classes.quiet}>Built in</span>
                )}
              </li>
            );
          })}
      </ul>
    </section>
  );
}
