import { UserError } from "../../errors.ts";
import type { FlowProgram } from "../../flows/program.ts";
import { type FlowAnswer, type FlowInput, runFlow } from "../../flows/run-flow.ts";
import { personOf } from "../../principal.ts";
import type { RowAccess } from "../data/row-access.ts";
import { judgeLists } from "../execution/judge-lists.ts";
import type { RowCall } from "../execution/row-call.ts";
import { runRead, STALE } from "../execution/run-statement.ts";
import { inTransaction, RolledBack } from "../execution/transaction.ts";
import { ChangedMeanwhile, flowPorts } from "./flow-ports.ts";

/** In ms, of the transaction of a flow in a request. */
const DEADLINE_MS = 3_000;
/** How often a flow runs again because somebody else changed a row that it had found. */
const MOST_RUNS = 3;

type FlowCall = RowCall & { readonly data: RowAccess };

/**
 * Carries out a flow for a request. What it writes is one transaction, which is kept when it ends with an answer and is undone
 * by everything else. A flow that only reads needs none.
 */
export async function carryOutFlow(
  asked: FlowCall,
  program: FlowProgram,
  input: FlowInput,
): Promise<FlowAnswer | undefined | typeof STALE> {
  const call = callOfFlow(asked, program);
  if (!program.writes) return readOnly(call, program, input);
  const options = { what: `the flow ${program.label}`, deadlineMs: DEADLINE_MS };
  for (let run = 1; ; run++) {
    try {
      return await inTransaction(call, options, async (transaction) => {
        const ports = flowPorts({ call, read: transaction.read, write: transaction.write });
        const answer = await runFlow(program, input, ports);
        for (const about of ports.written)
          await transaction.run((inside) => judgeLists(inside, { about, isConfirmed: false }));
        return answer;
      });
    } catch (error) {
      if (!(error instanceof ChangedMeanwhile)) throw error;
      if (run >= MOST_RUNS) throw new UserError("conflict", "Somebody changed this at the same moment. Try again.");
    }
  }
}

async function readOnly(
  call: FlowCall,
  program: FlowProgram,
  input: FlowInput,
): Promise<FlowAnswer | undefined | typeof STALE> {
  const ports = flowPorts({
    call,
    async read(statement, slots) {
      const row = await runRead(call, statement, slots);
      if (row === STALE) throw new RolledBack();
      return row;
    },
    write: () => {
      throw new Error("A flow without steps that write has written.");
    },
  });
  try {
    return await runFlow(program, input, ports);
  } catch (error) {
    if (error instanceof RolledBack) return STALE;
    throw error;
  }
}

/** A flow that runs as the app is bound by no rule; who asked is still who made a row. */
function callOfFlow(call: FlowCall, { runAs }: FlowProgram): FlowCall {
  if (runAs === "caller") return { ...call, entry: "pages" };
  const caller = { kind: "app", person: personOf(call.caller) ?? undefined } as const;
  return { ...call, entry: "pages", caller, who: call.live.snapshot.rules.classOf(caller) };
}
