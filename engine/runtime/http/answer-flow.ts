import type { FlowId } from "../../definition/ids.ts";
import type { FlowRecord } from "../../definition/records/flow.ts";
import { UserError } from "../../errors.ts";
import { type FlowAnswer, FlowRefused } from "../../flows/run-flow.ts";
import { userOf } from "../../principal.ts";
import { mediaType } from "../../rest/negotiate.ts";
import { parseQuery } from "../../rest/query-string.ts";
import type { RouteParameters } from "../../routing/compile-routes.ts";
import { answersByFlow, flowOf, methodsOfView } from "../../view-types/registry.ts";
import { STALE } from "../execution/run-statement.ts";
import { carryOutFlow } from "../flows/carry-out-flow.ts";
import { inputsFromJson, inputsFromTexts } from "../flows/flow-input.ts";
import { programOf } from "../flows/flow-statements.ts";
import { admitTo } from "./admit-to.ts";
import { type AppResponse, header } from "./app-request.ts";
import { VARY_BY_CALLER } from "./authenticate.ts";
import { formRequest } from "./form-request.ts";
import type { HostedCall } from "./hosted-call.ts";
import { jsonBody } from "./json-body.ts";

const HEADERS = { "cache-control": "no-store", vary: VARY_BY_CALLER } as const;

/** An address at which a flow answers; undefined when another view does. */
export async function answerFlow(call: HostedCall): Promise<AppResponse | typeof STALE | undefined> {
  const { routes } = call.live.snapshot;
  const match = routes.match(call.path);
  if (!match || !answersByFlow(match.route.view)) return undefined;
  const { view } = match.route;
  const flowId = flowOf(view, call.request.method);
  if (!flowId) {
    const allow = methodsOfView(view).join(", ");
    throw new UserError("method_not_allowed", `This address takes ${allow}.`, { headers: { allow } });
  }
  admitTo(call, match.route);
  return run(call, flowId, match.params);
}

async function run(call: HostedCall, flowId: FlowId, params: RouteParameters): Promise<AppResponse | typeof STALE> {
  const { snapshot } = call.live;
  const record = snapshot.reader.ofKind("flow").find(({ id }) => id === flowId);
  const program = programOf(snapshot, flowId);
  // Publishing refuses flows with problems, so this is a fault of the engine.
  if (!record || !program) throw new Error(`The flow ${flowId} cannot be run.`);
  const { names, values } = parseQuery(call.query);
  const query = Object.fromEntries(names.map((name, index) => [name, values[index] ?? ""]));
  // As texts, whatever the path says of them: several routes may lead to one flow.
  const inPath = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]));
  const input = {
    params: inPath,
    query,
    body: await inputsOf(call, record, { inPath, query }),
    user: userOf(call.caller),
    request: call.facts,
  };
  try {
    const answer = await carryOutFlow(call, program, input);
    return answer === STALE ? STALE : responseOf(call, answer);
  } catch (error) {
    if (error instanceof FlowRefused) throw new UserError("refused", error.message, { status: error.status });
    throw error;
  }
}

const WITHOUT_BODY = new Set(["GET", "HEAD", "DELETE"]);

type Texts = Readonly<Record<string, string>>;

/** An input of a name that the path has is a parameter of it; the others come in the query, or in a body where there is one. */
async function inputsOf(
  { request }: HostedCall,
  { inputs }: FlowRecord,
  { inPath, query }: { readonly inPath: Texts; readonly query: Texts },
): Promise<Readonly<Record<string, unknown>>> {
  const own = (texts: Texts) => (name: string) => (Object.hasOwn(texts, name) ? texts[name] : undefined);
  const [ofPath, others] = [true, false].map((isInPath) =>
    inputs.filter(({ name }) => Object.hasOwn(inPath, name) === isInPath),
  ) as [FlowRecord["inputs"], FlowRecord["inputs"]];
  const path = inputsFromTexts(ofPath, own(inPath));
  if (others.length === 0) return path;
  if (WITHOUT_BODY.has(request.method)) return { ...path, ...inputsFromTexts(others, own(query)) };
  const type = mediaType(header(request, "content-type"));
  if (type === "application/x-www-form-urlencoded" || type === "multipart/form-data") {
    const form = await formRequest(request);
    return { ...path, ...inputsFromTexts(others, (name) => form.last(name)) };
  }
  return { ...path, ...inputsFromJson(others, await jsonBody(request)) };
}

function responseOf(call: HostedCall, answer: FlowAnswer | undefined): AppResponse {
  if (answer === undefined || answer.as === "nothing") return { status: 204, headers: { ...HEADERS }, body: undefined };
  if (answer.as === "json") {
    const headers = { ...HEADERS, "content-type": "application/json; charset=utf-8" };
    return { status: answer.status, headers, body: JSON.stringify(answer.value ?? null) };
  }
  const { routes, reader } = call.live.snapshot;
  const route = reader.routes.find(({ id }) => id === answer.routeId);
  const location = route && routes.reverse(route.name, answer.parameters);
  if (location === undefined) throw new UserError("not_found", "The page that this leads to does not exist.");
  return { status: 303, headers: { ...HEADERS, location }, body: "" };
}
