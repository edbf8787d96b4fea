import { Button, Checkbox, Modal, TextInput, type TextInputProps } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { useMemo, useState } from "react";
import { useNavigate } from "react-router";
import type { TemplateId } from "#engine/definition/ids";
import type { TemplateRecord } from "#engine/definition/records/template";
import { setTemplateSources } from "#engine/edits/commands/templates";
import { findInText, MAX_HITS, replaceHits, type TextHit, type TextQuery } from "#engine/templates/syntax/find-in-text";
import { useDraft } from "../../draft-session/react/use-draft.ts";
import { IfMay } from "../../session/IfMay.tsx";
import { useApp } from "../../session/use-app.ts";
import classes from "./templates.module.css";

/** So many are listed; all of them are replaced. */
const LISTED = 200;

interface Found {
  readonly template: TemplateRecord;
  readonly hits: readonly TextHit[];
}

/** Finds letters in all templates, and replaces them: each press of a button is one edit, which undo takes back. */
export function FindInTemplates({ onClose }: { readonly onClose: () => void }) {
  const app = useApp();
  const navigate = useNavigate();
  const { reader } = useDraft();
  const [text, setText] = useState("");
  const [by, setBy] = useState("");
  const [options, setOptions] = useState<FindOptions>({ matchCase: false, wholeWord: false });
  const [looked] = useDebouncedValue(text, 120);
  const found = useMemo(
    () => findInTemplates(reader.templates, { text: looked, ...options }),
    [reader, looked, options],
  );
  const count = countHits(found);
  const replace = useReplace(looked, by);
  return (
    <Modal opened onClose={onClose} title="Find in all templates" size="lg" classNames={{ body: classes.find ?? "" }}>
      <div className={classes.findInputs}>
        <SourceInput label="Find" data-autofocus value={text} onText={setText} />
        <SourceInput label="Replace by" value={by} onText={setBy} />
      </div>
      <div className={classes.findOptions}>
        <OptionBoxes options={options} onOptions={setOptions} />
        <p role="status" className={classes.findCount}>
          {looked === "" ? "" : countWords(count, found.length)}
        </p>
        <IfMay action="edit">
          <Button disabled={count === 0 || by === looked} onClick={() => replace(found)}>
            Replace all
          </Button>
        </IfMay>
      </div>
      {firstHits(found, LISTED).map(({ template, hits }) => (
        <FoundInTemplate
          key={template.id}
          template={template}
          hits={hits}
          by={by}
          onOpen={(hit) => {
            onClose();
            navigate(`/apps/${app.id}/pages/${template.id}?at=${hit.start}`);
          }}
          onReplace={by === looked ? undefined : (hit) => replace([{ template, hits: [hit] }])}
        />
      ))}
      {count > LISTED && <p className={classes.findCount}>The first {LISTED} are listed.</p>}
    </Modal>
  );
}

/** An input for letters of a source. */
function SourceInput({ onText, ...input }: TextInputProps & { readonly onText: (text: string) => void }) {
  return (
    <TextInput
      {...input}
      spellCheck={false}
      classNames={{ input: classes.nameInput ?? "" }}
      onChange={(event) => onText(event.currentTarget.value)}
    />
  );
}

type FindOptions = Pick<TextQuery, "matchCase" | "wholeWord">;

function OptionBoxes(props: { readonly options: FindOptions; readonly onOptions: (options: FindOptions) => void }) {
  const { options, onOptions } = props;
  return (
    <>
      <Checkbox
        label="Same case"
        checked={options.matchCase}
        onChange={(event) => onOptions({ ...options, matchCase: event.currentTarget.checked })}
      />
      <Checkbox
        label="Whole words"
        checked={options.wholeWord}
        onChange={(event) => onOptions({ ...options, wholeWord: event.currentTarget.checked })}
      />
    </>
  );
}

/** Replaces what was found as one edit, and says so when it was at several places. */
function useReplace(looked: string, by: string): (found: readonly Found[]) => void {
  const { reader, apply } = useDraft();
  return (found) => {
    const sources = new Map<TemplateId, string>(
      found.map(({ template, hits }) => [template.id, replaceHits(template.source, hits, by)]),
    );
    const places = countHits(found);
    const label = `Replace "${short(looked)}" by "${short(by)}" ${places === 1 ? "once" : `at ${places} places`}`;
    if (apply(setTemplateSources(reader, { sources, label })) && places > 1) {
      notifications.show({ message: `${label}. Undo takes it back as one.` });
    }
  };
}

/** The hits in one template: each leads to its place, and can be replaced alone. */
function FoundInTemplate(props: {
  readonly template: TemplateRecord;
  readonly hits: readonly TextHit[];
  readonly by: string;
  readonly onOpen: (hit: TextHit) => void;
  /** Undefined when there is nothing to replace by. */
  readonly onReplace: ((hit: TextHit) => void) | undefined;
}) {
  const { template, hits, by, onOpen, onReplace } = props;
  return (
    <section className={classes.found} aria-label={`Found in ${template.name}`}>
      <h3 className={classes.foundName}>{template.name}</h3>
      <ul>
        {hits.map((hit) => (
          <li key={hit.start} className={classes.hit}>
            <button type="button" className={classes.hitText} onClick={() => onOpen(hit)}>
              <span className={`${classes.position} tabular`}>{hit.line}</span>
              <code>
                {hit.before}
                {by === "" ? <mark>{hit.match}</mark> : <del>{hit.match}</del>}
                {by === "" ? null : <ins>{by}</ins>}
                {hit.after}
              </code>
            </button>
            <IfMay action="edit">
              <Button
                size="compact-xs"
                variant="default"
                aria-label={`Replace in line ${hit.line} of ${template.name}`}
                disabled={onReplace === undefined}
                onClick={() => onReplace?.(hit)}
              >
                Replace
              </Button>
            </IfMay>
          </li>
        ))}
      </ul>
    </section>
  );
}

const countHits = (found: readonly Found[]): number => found.reduce((sum, { hits }) => sum + hits.length, 0);

function findInTemplates(templates: readonly TemplateRecord[], query: TextQuery): readonly Found[] {
  let left = MAX_HITS;
  return templates.flatMap((template) => {
    const hits = findInText(template.source, query, left);
    left -= hits.length;
    return hits.length === 0 ? [] : [{ template, hits }];
  });
}

/** The first so many hits, template by template. */
function firstHits(found: readonly Found[], limit: number): readonly Found[] {
  let left = limit;
  return found.flatMap(({ template, hits }) => {
    const shown = hits.slice(0, left);
    left -= shown.length;
    return shown.length === 0 ? [] : [{ template, hits: shown }];
  });
}

const countWords = (count: number, templates: number): string => {
  if (count === 0) return "Nothing found.";
  const places = count >= MAX_HITS ? `The first ${MAX_HITS} places` : count === 1 ? "1 place" : `${count} places`;
  return `${places} in ${templates === 1 ? "1 template" : `${templates} templates`}`;
};

const short = (text: string): string => (text.length > 24 ? `${text.slice(0, 24)}…` : text);
