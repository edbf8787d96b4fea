import { Button, Checkbox, Modal, TextInput } from "@mantine/core";
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
  const { reader, apply } = useDraft();
  const [text, setText] = useState("");
  const [by, setBy] = useState("");
  const [options, setOptions] = useState({ matchCase: false, wholeWord: false });
  const [looked] = useDebouncedValue(text, 120);
  const found = useMemo(
    () => findInTemplates(reader.templates, { text: looked, ...options }),
    [reader, looked, options],
  );
  const count = found.reduce((sum, { hits }) => sum + hits.length, 0);
  const replace = (chosen: readonly Found[]) => {
    const sources = new Map<TemplateId, string>(
      chosen.map(({ template, hits }) => [template.id, replaceHits(template.source, hits, by)]),
    );
    const places = chosen.reduce((sum, { hits }) => sum + hits.length, 0);
    const label = `Replace "${short(looked)}" by "${short(by)}" ${places === 1 ? "once" : `at ${places} places`}`;
    if (apply(setTemplateSources(reader, { sources, label })) && places > 1) {
      notifications.show({ message: `${label}. Undo takes it back as one.` });
    }
  };
  const open = (template: TemplateRecord, hit: TextHit) => {
    onClose();
    navigate(`/apps/${app.id}/templates/${template.id}?at=${hit.start}`);
  };
  return (
    <Modal opened onClose={onClose} title="Find in all templates" size="lg" classNames={{ body: classes.find ?? "" }}>
      <div className={classes.findInputs}>
        <TextInput
          label="Find"
          data-autofocus
          value={text}
          spellCheck={false}
          classNames={{ input: classes.nameInput ?? "" }}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <TextInput
          label="Replace by"
          value={by}
          spellCheck={false}
          classNames={{ input: classes.nameInput ?? "" }}
          onChange={(event) => setBy(event.currentTarget.value)}
        />
      </div>
      <div className={classes.findOptions}>
        <Checkbox
          label="Same case"
          checked={options.matchCase}
          onChange={(event) => setOptions({ ...options, matchCase: event.currentTarget.checked })}
        />
        <Checkbox
          label="Whole words"
          checked={options.wholeWord}
          onChange={(event) => setOptions({ ...options, wholeWord: event.currentTarget.checked })}
        />
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
        <section key={template.id} className={classes.found} aria-label={`Found in ${template.name}`}>
          <h3 className={classes.foundName}>{template.name}</h3>
          <ul>
            {hits.map((hit) => (
              <li key={hit.start} className={classes.hit}>
                <button type="button" className={classes.hitText} onClick={() => open(template, hit)}>
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
                    disabled={by === looked}
                    onClick={() => replace([{ template, hits: [hit] }])}
                  >
                    Replace
                  </Button>
                </IfMay>
              </li>
            ))}
          </ul>
        </section>
      ))}
      {count > LISTED && <p className={classes.findCount}>The first {LISTED} are listed.</p>}
    </Modal>
  );
}

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
