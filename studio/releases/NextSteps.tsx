import { Link } from "react-router";
import type { AppSummary } from "#contract/http/apps";
import { CopyText } from "../components/CopyText.tsx";
import { IfMay } from "../session/IfMay.tsx";
import classes from "./publish-panel.module.css";
import { useOpenAddress } from "./use-open-address.ts";

/** What people do next with an app that is live: share it, add a page, invite somebody. */
export function NextSteps({ app }: { readonly app: AppSummary }) {
  const { href, isPreview } = useOpenAddress(app)();
  return (
    <section aria-label="Next steps" className={classes.next}>
      <h4>Next steps</h4>
      <ul>
        {isPreview ? null : (
          <li>
            <CopyText label="Share its address" text={href} />
          </li>
        )}
        <IfMay action="edit">
          <li>
            <Link to={`/apps/${app.id}/routes?new`}>Add a page</Link>
          </li>
        </IfMay>
        <IfMay action="manageMembers">
          <li>
            <Link to="/workspace/members">Invite somebody to build with you</Link>
          </li>
        </IfMay>
      </ul>
    </section>
  );
}
