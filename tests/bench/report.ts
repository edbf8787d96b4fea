import type { CallerName } from "./callers.ts";
import { type LoadResult, median } from "./measure.ts";
import type { Scenario } from "./scenarios.ts";

export interface Sample {
  readonly load: LoadResult;
  /** Microseconds per request. */
  readonly serverCpu: number;
  readonly postgresCpu: number;
}

/** One scenario under each load, one after the other: what noise there is, they share. */
export type Round = Readonly<Record<"limit" | CallerName, Sample>>;
type Rounds = ReadonlyMap<Scenario, readonly Round[]>;

const rate = ({ load }: Sample) => load.requestsPerSecond;
const p50 = ({ load }: Sample) => load.p50;
const p99 = ({ load }: Sample) => load.p99;

const cell = (number: number, width: number, digits = 0) => number.toFixed(digits).padStart(width);

/** The key beside the hand-written server. */
export function comparedWithLimit(rounds: Rounds, statements: readonly number[]): string {
  const lines = [
    "scenario   ratio   limit/s  quintet/s   CPU µs per request: limit  quintet  ratio   Postgres: limit  quintet   statements",
  ];
  const latencies = ["\nLatency, ms   p50: limit  quintet   p99: limit  quintet  ratio of p99"];
  [...rounds].forEach(([{ name }, measured], index) => {
    const of = (who: "limit" | "key", pick: (sample: Sample) => number) =>
      median(measured.map((round) => pick(round[who])));
    const cpu = (who: "limit" | "key") => of(who, ({ serverCpu }) => serverCpu);
    lines.push(
      [
        name.padEnd(10),
        cell(median(measured.map(({ key, limit }) => rate(key) / rate(limit))), 5, 2),
        cell(of("limit", rate), 9),
        cell(of("key", rate), 10),
        cell(cpu("limit"), 26),
        cell(cpu("key"), 8),
        cell(cpu("key") / cpu("limit"), 6, 2),
        cell(
          of("limit", ({ postgresCpu }) => postgresCpu),
          17,
        ),
        cell(
          of("key", ({ postgresCpu }) => postgresCpu),
          8,
        ),
        cell(statements[index] ?? Number.NaN, 12, 2),
      ].join(" "),
    );
    latencies.push(
      [
        name.padEnd(10),
        cell(of("limit", p50), 13, 1),
        cell(of("key", p50), 8, 1),
        cell(of("limit", p99), 12, 1),
        cell(of("key", p99), 8, 1),
        cell(median(measured.map(({ key, limit }) => p99(key) / p99(limit))), 13, 2),
      ].join(" "),
    );
  });
  return [...lines, ...latencies].join("\n");
}

/** What each figure of a request is called; all of them grow with what a request costs. */
const COSTS: readonly (readonly [string, (sample: Sample) => number])[] = [
  ["time", (sample) => 1 / rate(sample)],
  ["CPU", ({ serverCpu, postgresCpu }) => serverCpu + postgresCpu],
  ["p50", p50],
  ["p99", p99],
];

/** The member beside the administrator and the key: medians of the ratios within a round, so that 1.10 is a tenth more. */
export function memberCompared(rounds: Rounds, statements: number): string {
  const others = ["administrator", "key"] as const;
  const heads = others.map(
    (other) => `${`member / ${other}:`.padStart(24)}${COSTS.map(([name]) => name.padStart(7)).join("")}`,
  );
  const lines = [...rounds].map(([{ name }, measured]) => {
    const ratios = others.map((other) =>
      COSTS.map(([, cost]) =>
        cell(median(measured.map((round) => cost(round.member) / cost(round[other]))), 7, 2),
      ).join(""),
    );
    return name.padEnd(10) + ratios.map((text) => " ".repeat(24) + text).join("");
  });
  return [
    `\n${"scenario".padEnd(10)}${heads.join("")}`,
    ...lines,
    `Statements per request of the member, over the five scenarios: ${statements.toFixed(2)}.`,
  ].join("\n");
}
