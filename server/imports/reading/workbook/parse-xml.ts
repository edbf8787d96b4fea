import { SaxesParser } from "saxes";
import { WorkbookError } from "./workbook-error.ts";

export interface XmlHandlers {
  /** A tag's name without its prefix, and its attributes as written. */
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
}

/** Feeds a part to handlers. No entity of a DTD is ever expanded: saxes knows the five of XML and nothing else. */
export async function parseXml(chunks: AsyncIterable<string>, handlers: XmlHandlers): Promise<void> {
  const parser = new SaxesParser({ xmlns: false, position: false });
  let failure: unknown;
  parser.on("error", (error) => {
    failure ??= new WorkbookError("The workbook is damaged: a part of it is not XML.", { cause: error });
  });
  parser.on("doctype", () => {
    failure ??= new WorkbookError("The workbook has a part that no spreadsheet program writes.");
  });
  parser.on("opentag", ({ name, attributes }) => handlers.open?.(local(name), attributes as Record<string, string>));
  parser.on("text", (text) => handlers.text?.(text));
  parser.on("closetag", ({ name }) => handlers.close?.(local(name)));
  for await (const chunk of chunks) {
    parser.write(chunk);
    if (failure !== undefined) throw failure;
  }
  parser.close();
  if (failure !== undefined) throw failure;
}

const local = (name: string): string => name.slice(name.indexOf(":") + 1);
