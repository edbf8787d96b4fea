import { useNavigate } from "react-router";
import type { RouteRecord } from "#engine/definition/records/route";
import type { WordTarget } from "#engine/views/assist/describe-template";
import type { AssistContext } from "#engine/views/assist/names-at";
import { placeOfRecord } from "../../navigation/record-address.ts";
import { useApp } from "../../session/use-app.ts";
import { keyOfTemplate } from "./chosen-template.ts";

/** Goes to what a word of a template names: another template, a route, a field. */
export function useGoToWord(context: AssistContext, route: RouteRecord | undefined): (target: WordTarget) => void {
  const app = useApp();
  const navigate = useNavigate();
  return (target) => {
    if (target.kind === "template") {
      const key = keyOfTemplate(context, target.name, route);
      if (key !== undefined) navigate(`/apps/${app.id}/pages/${key}`);
      return;
    }
    if (target.kind === "block") return;
    const recordId =
      target.kind === "route" ? target.routeId : target.kind === "query" ? target.queryId : target.fieldId;
    navigate(placeOfRecord({ reader: context.reader, appId: app.id, recordId }));
  };
}
