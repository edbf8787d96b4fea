import { Link, useLocation } from "react-router";
import type { OffendingRows } from "#contract/http/data";
import { IfMay } from "../session/IfMay.tsx";
import classes from "./publish-panel.module.css";

/** Opens the plan over what is shown, and says before whether anything is still in the way. */
export function BackToPlan({ plan }: { readonly plan: OffendingRows["plan"] }) {
  const { search } = useLocation();
  if (!plan) return null;
  const parameters = new URLSearchParams(search);
  parameters.set("publish", "");
  return (
    <IfMay action="publish">
      <Link to={{ search: parameters.toString() }} className={classes.backToPlan}>
        Back to the plan: {planText(plan)}
      </Link>
    </IfMay>
  );
}

function planText({ problems, questions }: NonNullable<OffendingRows["plan"]>): string {
  if (problems > 0) return problems === 1 ? "one problem left" : `${problems} problems left`;
  if (questions > 0) return questions === 1 ? "one question left" : `${questions} questions left`;
  return "clean now";
}
