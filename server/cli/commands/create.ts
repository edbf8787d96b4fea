import { createApp } from "#contract/http/apps";
import { type CliCommand, text } from "../command.ts";

export const create: CliCommand = {
  name: "create",
  summary: "Start an empty app.",
  arguments: "<name>",
  count: [1, 1],
  flags: {
    "time-zone": { type: "string", value: "ZONE", help: "In which pages show times: Europe/Berlin." },
    locale: { type: "string", value: "TAG", help: "For numbers and dates on pages: de or pt-BR." },
  },
  async run(call) {
    const server = await call.server();
    const timeZone = text(call, "time-zone");
    const locale = text(call, "locale");
    const app = await server.call(createApp, {
      body: { label: call.args[0] ?? "", ...(timeZone ? { timeZone } : {}), ...(locale ? { locale } : {}) },
    });
    call.terminal.print(`Created ${app.label}. It is "${app.slug}" here, and will be live at ${app.url}`);
    return app;
  },
};
