import { ActionIcon, Button, Textarea } from "@mantine/core";
import {
  IconBold,
  IconCode,
  IconHeading,
  IconItalic,
  IconLink,
  IconList,
  IconListNumbers,
  IconQuote,
} from "@tabler/icons-react";
import { type KeyboardEvent, useLayoutEffect, useRef, useState } from "react";
import { cellText } from "../../values/cell-text.ts";
import type { ValueProps } from "../field-editor.ts";
import { formatted, type MarkdownFormat } from "./format-markdown.ts";
import { MarkdownView } from "./MarkdownView.tsx";
import classes from "./markdown.module.css";
import { useTypedText } from "./use-typed-text.ts";

const tools: readonly { readonly format: MarkdownFormat; readonly label: string; readonly icon: typeof IconBold }[] = [
  { format: "bold", label: "Bold", icon: IconBold },
  { format: "italic", label: "Italic", icon: IconItalic },
  { format: "heading", label: "Heading", icon: IconHeading },
  { format: "list", label: "List", icon: IconList },
  { format: "numbers", label: "Numbered list", icon: IconListNumbers },
  { format: "quote", label: "Quote", icon: IconQuote },
  { format: "code", label: "Code", icon: IconCode },
  { format: "link", label: "Link", icon: IconLink },
];

/** Formatted text: its source with buttons that format what is selected, and below it how pages show it while one types. */
export function MarkdownValue(props: ValueProps) {
  const { id, label, field, value, context, placeholder, autoFocus = false, isDisabled = false } = props;
  const { text, setText, problem, commit } = useTypedText(cellText(value, field, context), props);
  const [isShown, setShown] = useState(false);
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
  return (
    <div>
      <div className={classes.tools}>
        {tools.map(({ format, label: name, icon: Icon }) => (
          <ActionIcon
            key={format}
            size="sm"
            aria-label={name}
            disabled={isDisabled}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => apply(format)}
          >
            <Icon size={14} stroke={1.75} />
          </ActionIcon>
        ))}
        <Button size="compact-xs" variant="subtle" aria-pressed={isShown} onClick={() => setShown(!isShown)}>
          Preview
        </Button>
      </div>
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
