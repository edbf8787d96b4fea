import { makeRecordId, type RandomBytes, type TemplateId } from "../../definition/ids.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import { generatedAccountPage, ownAccountPage } from "../../views/accounts/account-entries.ts";
import { accountPageLabels } from "../../views/accounts/account-route.ts";
import type { AccountPageName } from "../../views/accounts/account-sources.ts";
import { create, type EditCommand } from "./edit-command.ts";
import { orderAt } from "./order.ts";

/** Copies a page of accounts, in the language of the app, as the builder's own. It looks the same until it is changed. */
export function takeOverAccountPage(
  reader: DefinitionReader,
  page: AccountPageName,
  random: RandomBytes,
): EditCommand & { readonly templateId: TemplateId } {
  const name = ownAccountPage(page);
  const label = `Take over the page ${accountPageLabels[page]}`;
  const known = reader.templateByName(name);
  if (known) return { label, operations: [], templateId: known.id };
  const id = makeRecordId("template", random);
  const { source } = generatedAccountPage(reader, page);
  const order = orderAt(reader.templates, undefined);
  return { label, operations: [create({ kind: "template", id, name, source, order })], templateId: id };
}
