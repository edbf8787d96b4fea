import { Button, Textarea } from "@mantine/core";
import { type KeyboardEvent, lazy, Suspense, useLayoutEffect, useRef, useState } from "react";
import { cellText } from "../../values/cell-text.ts";
import type { ValueProps } from "../field-editor.ts";
import { FormatTools } from "./FormatTools.tsx";
import { formatted, type MarkdownFormat } from "./format-markdown.ts";
import { MarkdownView } from "./MarkdownView.tsx";
import classes from "./markdown.module.css";
import { useTypedText } from "./use-typed-text.ts";

const MarkdownVisual = lazy(async () => ({ default: (await import("../visual/MarkdownVisual.tsx")).MarkdownVisual }));

/**
 * Formatted text: its source with buttons that format what is selected, and below it how pages show it while one types; or
 * edited as it looks.
 */
export function MarkdownValue(props: ValueProps) {
  const { id, label, field, value, context, placeholder, autoFocus = false, isDisabled = false } = props;
  const { text, setText, problem, commit } = useTypedText(cellText(value, field, context), props);
  const [isShown, setShown] = useState(false);
  const [isVisual, setVisual] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const selection = useRef<readonly [number, number]>(undefined);
  useLayoutEffect(() => {
    if (selection.current) area.current?.setSelectionRange(...selection.current);
    selection.current = undefined;
  });
  const apply = (format: MarkdownFormat) => {
    const element = area.current;
    if (!element) return;
    const next = formatted(text, { start: element.selectionStart, end: element.selectionEnd }, format);
    selection.current = [next.start, next.end];
    setText(next.text);
    element.focus();
  };
  const pressed = (event: KeyboardEvent) => {
    const format =
      event.metaKey || event.ctrlKey ? ({ b: "bold", i: "italic", k: "link" } as const)[event.key] : undefined;
    if (format === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    apply(format);
  };
  const visual = (
    <Button size="compact-xs" variant="subtle" aria-pressed={isVisual} onClick={() => setVisual(!isVisual)}>
      Visual
    </Button>
  );
  if (isVisual)
    return (
      <Suspense fallback={<MarkdownView text={text} />}>
        <MarkdownVisual
          label={label ?? field.label}
          text={text}
          problem={problem}
          isDisabled={isDisabled}
          modes={visual}
          onText={setText}
          onBlur={commit}
        />
      </Suspense>
    );
  return (
    <div>
      <FormatTools isDisabled={isDisabled} onFormat={apply}>
        {visual}
        <Button size="compact-xs" variant="subtle" aria-pressed={isShown} onClick={() => setShown(!isShown)}>
          Preview
        </Button>
      </FormatTools>
      <Textarea
        ref={area}
        {...(id ? { id } : {})}
        {...(label ? { "aria-label": label } : {})}
        value={text}
        error={problem}
        placeholder={placeholder ?? ""}
        autoFocus={autoFocus}
        disabled={isDisabled}
        autosize
        minRows={4}
        maxRows={16}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={commit}
        onKeyDown={pressed}
      />
      {isShown && (
        <section className={classes.preview} aria-label={`Preview of ${field.label}`}>
          <MarkdownView text={text} />
        </section>
      )}
    </div>
  );
}
