import { IconSchema } from "@tabler/icons-react";
import { Link } from "react-router";
import type { FlowRecord } from "#engine/definition/records/flow";
import { stepsOf } from "#engine/flows/outline-of";
import { EmptyState } from "../../components/EmptyState.tsx";
import { LineItem } from "../../components/LineItem.tsx";
import { Screen } from "../../components/Screen.tsx";
import { useDraft } from "../../draft-session/react/use-draft.ts";
import { PresenceDots } from "../../presence/PresenceMark.tsx";
import { useApp } from "../../session/use-app.ts";
import { useMay } from "../../session/use-may.ts";
import classes from "./flows.module.css";
import { NewFlow } from "./NewFlow.tsx";
import { triggerWords } from "./trigger-words.ts";

/** All flows of the app: what starts each, how many steps it has, what is wrong. */
export function FlowList({ isGone }: { readonly isGone: boolean }) {
  const { reader } = useDraft();
  const add = useMay()("edit") && <NewFlow />;
  const flows = reader.ofKind("flow");
  return (
    <Screen
      title="Flows"
      about="Logic drawn as steps: find rows, decide, write and answer, at any address of the app."
      actions={flows.length > 0 && add}
    >
      {isGone && (
        <p className={classes.help}>This flow is not there any more. Undo brings it back if it was deleted just now.</p>
      )}
      {flows.length === 0 ? (
        <EmptyState
          icon={<IconSchema size={32} stroke={1.25} />}
          title="The flows of the app will be here"
          action={add}
          example="Find the book; if it is in stock, create an order and take one away; else refuse."
        >
          A flow is logic drawn as steps. Nothing runs flows yet: they are kept and checked until then.
        </EmptyState>
      ) : (
        <ul className={classes.flows}>
          {flows.map((flow) => (
            <FlowLine key={flow.id} flow={flow} />
          ))}
        </ul>
      )}
    </Screen>
  );
}

function FlowLine({ flow }: { readonly flow: FlowRecord }) {
  const app = useApp();
  const { reader, problems } = useDraft();
  const steps = stepsOf(reader, flow.id);
  const own = new Set<string | undefined>([flow.id, ...steps.map(({ id }) => id)]);
  const wrong = problems.filter(({ recordId }) => own.has(recordId)).length;
  return (
    <LineItem
      name={<Link to={`/apps/${app.id}/flows/${flow.id}`}>{flow.label}</Link>}
      about={`${triggerWords(reader, flow)} · ${steps.length === 1 ? "1 step" : `${steps.length} steps`}`}
      notes={wrong > 0 && <span className={classes.wrong}>{wrong === 1 ? "1 problem" : `${wrong} problems`}</span>}
    >
      <PresenceDots on={flow.id} />
    </LineItem>
  );
}
