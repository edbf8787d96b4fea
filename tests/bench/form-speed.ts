import { Agent, request } from "node:http";
import { app, integer, longText, model, modelId, testId, text } from "../builders.ts";
import { makeApp, publish } from "../support/apps.ts";
import { formRecords, pageRoute, withRecords } from "../support/form-records.ts";
import type { Quintet } from "../support/quintet.ts";
import { formIn } from "../support/send-form.ts";
import { median } from "./measure.ts";

/** Together with the warm-up below what one address may send in a minute. */
const ROUNDS = 400;
const WARM = 100;

const definition = withRecords(
  app(
    model("note", text("title", { required: true }), longText("body"), integer("stars"), {
      rules: { read: "true", create: "true" },
      api: true,
    }),
  ),
  [
    pageRoute("new", "/new/", { name: "create", modelId: modelId("note"), formId: testId("form", "note") }),
    ...formRecords("note", "note", { title: {}, body: {}, stars: {} }, { success: { to: "same" } }),
  ],
);

/** A new row by a form beside the same row over REST: one request after the other, in turns. */
export async function formSpeed(quintet: Quintet): Promise<string> {
  const notes = await makeApp(quintet, "Form speed", definition);
  await publish(quintet, notes);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const host = `${notes.slug}.localhost:${quintet.port}`;
  const send = (method: string, path: string, sent?: { readonly type: string; readonly body: string }) =>
    new Promise<{ readonly status: number; readonly text: string; readonly ms: number }>((resolve, reject) => {
      const began = performance.now();
      const headers = {
        host,
        ...(sent ? { "content-type": sent.type, "content-length": Buffer.byteLength(sent.body) } : {}),
        ...(sent ? { "sec-fetch-site": "same-origin", origin: `http://${host}` } : {}),
      };
      const asked = request({ agent, host: "127.0.0.1", port: quintet.port, method, path, headers }, (answer) => {
        const parts: Buffer[] = [];
        answer.on("data", (part: Buffer) => parts.push(part));
        answer.on("end", () => {
          const ms = performance.now() - began;
          resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString(), ms });
        });
      });
      asked.on("error", reject);
      asked.end(sent?.body);
    });
  const { action, values } = formIn((await send("GET", "/new/")).text);
  const rest: number[] = [];
  const form: number[] = [];
  for (let round = -WARM; round < ROUNDS; round++) {
    const note = { title: `Note ${round}`, body: "A text\nof two lines", stars: round + WARM };
    const byRest = await send("POST", "/api/v1/note", { type: "application/json", body: JSON.stringify(note) });
    const typed = new URLSearchParams({ ...values, ...note, stars: String(note.stars) }).toString();
    const byForm = await send("POST", action, { type: "application/x-www-form-urlencoded", body: typed });
    if (byRest.status !== 201 || byForm.status !== 303)
      throw new Error(`REST answered ${byRest.status}, the form ${byForm.status}: ${byForm.text.slice(0, 300)}`);
    if (round < 0) continue;
    rest.push(byRest.ms);
    form.push(byForm.ms);
  }
  agent.destroy();
  const [ofForm, ofRest] = [median(form), median(rest)];
  return `A new row by a form: ${ofForm.toFixed(2)} ms beside ${ofRest.toFixed(2)} ms over REST, ${(ofForm / ofRest).toFixed(2)} times (medians of ${ROUNDS}, in turns; at most 1.8 is wanted).`;
}
