import { Radio } from "@mantine/core";
import { useId } from "react";
import type { DefinitionReader } from "#engine/definition/reader";
import type { FormRecord, FormSuccess } from "#engine/definition/records/form";
import { setProperty } from "#engine/edits/commands/fields";
import { compileRoutes } from "#engine/routing/compile-routes";
import { readablePath } from "#engine/routing/readable-path";
import { modelLinks } from "#engine/view-types/model-links";
import { PlainSelect } from "../../components/PlainSelect.tsx";
import { ProblemNote } from "../../components/ProblemNote.tsx";
import { CommittedText } from "../../draft-session/react/CommittedText.tsx";
import { useDraft, useProblemsOf } from "../../draft-session/react/use-draft.ts";
import { EditorsOnly } from "../../session/IfMay.tsx";
import { answerLabels } from "../routes/route-labels.ts";
import { DeskSection } from "./DeskSection.tsx";
import classes from "./forms.module.css";

const THANKS = "Thank you. It was sent.";

/** What a visitor sees when the form was carried out: a message, a page, or the form again. */
export function AfterSending({ form }: { readonly form: FormRecord }) {
  return (
    <DeskSection title="After sending">
      <AfterSendingChoice form={form} />
    </DeskSection>
  );
}

/** The same without a section of its own. */
export function AfterSendingChoice({ form }: { readonly form: FormRecord }) {
  const { reader, apply } = useDraft();
  const problems = useProblemsOf(form.id, "success");
  const id = useId();
  const { success } = form;
  const pages = pagesAfter(reader, form);
  const set = (value: FormSuccess) =>
    apply(setProperty(reader, { id: form.id, property: "success", value, label: `Change what follows ${form.label}` }));
  const first = pages[0]?.success;
  return (
    <>
      <EditorsOnly>
        <Radio.Group
          aria-label="After sending"
          value={success.to}
          onChange={(to) => {
            if (to === "message") set({ to, text: THANKS });
            else if (to === "same") set({ to });
            else if (first) set(first);
          }}
        >
          <div className={classes.choices}>
            <Radio value="message" label="Show a message in its place" />
            {success.to === "message" && (
              <CommittedText
                id={`${id}-text`}
                label="Message"
                isLong
                maxLength={1000}
                value={success.text}
                onSave={(text) => (text === "" ? "A message is needed." : set({ to: "message", text }))}
              />
            )}
            <Radio value="route" label="Go to a page" disabled={!first} />
            {success.to === "route" && <PageSelect pages={pages} routeId={success.routeId} onChoose={set} />}
            <Radio value="same" label="Show the form again, empty, for the next one" />
          </div>
        </Radio.Group>
      </EditorsOnly>
      {problems.map((problem) => (
        <ProblemNote key={problem.code} problem={problem} />
      ))}
    </>
  );
}

interface PageAfter {
  readonly routeId: string;
  readonly label: string;
  readonly success: Extract<FormSuccess, { to: "route" }>;
}

interface PageSelectProps {
  readonly pages: readonly PageAfter[];
  readonly routeId: string;
  readonly onChoose: (success: FormSuccess) => void;
}

function PageSelect({ pages, routeId, onChoose }: PageSelectProps) {
  return (
    <PlainSelect
      aria-label="Page after sending"
      value={routeId}
      onChange={(event) => {
        const chosen = pages.find((page) => page.routeId === event.currentTarget.value);
        if (chosen) onChoose(chosen.success);
      }}
    >
      {!pages.some((page) => page.routeId === routeId) && (
        <option value={routeId}>A page that does not fit any more</option>
      )}
      {pages.map((page) => (
        <option key={page.routeId} value={page.routeId}>
          {page.label}
        </option>
      ))}
    </PlainSelect>
  );
}

/** Pages that open without knowing anything, and those of the row that was written. */
function pagesAfter(reader: DefinitionReader, form: FormRecord): readonly PageAfter[] {
  const routes = compileRoutes(reader.routes);
  const { detail, update } = modelLinks(reader, routes, form.modelId);
  const ofRow = (form.action === "delete" ? [] : [detail, update]).flatMap((link) =>
    link
      ? [
          {
            routeId: link.route.id,
            label: `${answerLabels(reader, link.route)}: the row itself`,
            success: {
              to: "route" as const,
              routeId: link.route.id,
              parameters: { [link.parameter]: `record.${link.field}` },
            },
          },
        ]
      : [],
  );
  const open = routes.routes
    .filter(({ pattern }) => pattern.parameters.length === 0)
    .map(({ route }) => ({
      routeId: route.id,
      label: `${answerLabels(reader, route)} · ${readablePath(route.path)}`,
      success: { to: "route" as const, routeId: route.id, parameters: {} },
    }));
  return [...ofRow, ...open];
}
