import type { FlowRecord } from "#engine/definition/records/flow";

const words: Readonly<Record<FlowRecord["trigger"]["on"], string>> = {
  route: "When a route is asked for",
};

/** What starts the flow. */
export const triggerWords = ({ trigger }: FlowRecord): string => words[trigger.on];
