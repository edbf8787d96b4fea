import { ActionIcon, Button, SegmentedControl, Tooltip, useComputedColorScheme } from "@mantine/core";
import { IconMoon, IconSun } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import type { DefinitionReader } from "#engine/definition/reader";
import { ProblemNote } from "../../components/ProblemNote.tsx";
import { useApp } from "../../session/use-app.ts";
import { useMay } from "../../session/use-may.ts";
import { nonce } from "../../theme/nonce.ts";
import { previewDocument, type Scheme } from "../templates/preview/preview-document.ts";
import { RowPicker } from "../templates/preview/RowPicker.tsx";
import { MailActions } from "./MailActions.tsx";
import classes from "./mail.module.css";
import type { ListedMail } from "./mails-of-draft.ts";
import { useMailPreview } from "./use-mail-preview.ts";

type Shown = "desktop" | "phone" | "text";
const views = [
  { value: "desktop", label: "Desktop" },
  { value: "phone", label: "Phone" },
  { value: "text", label: "Text" },
];

/** One mail as its reader will see it, with what can be done with it. */
export function MailPreview({ reader, mail }: { readonly reader: DefinitionReader; readonly mail: ListedMail }) {
  const app = useApp();
  const canRead = useMay()("readRows");
  const [shown, setShown] = useState<Shown>("desktop");
  const [scheme, setScheme] = useState<Scheme>(useComputedColorScheme("light"));
  const [rowId, setRowId] = useState<string>();
  const { result, isSample, trouble } = useMailPreview(reader, mail, rowId);
  const model = mail.modelId && reader.model(mail.modelId);
  const isDark = scheme === "dark";
  return (
    <>
      <header className={classes.head}>
        <h2>{mail.label}</h2>
        <p className={classes.quiet}>{mail.about}.</p>
        <MailActions mail={mail} rowId={isSample ? undefined : rowId} />
        <div className={classes.choices}>
          <SegmentedControl
            size="xs"
            aria-label="Show the mail as"
            data={views}
            value={shown}
            onChange={(value) => setShown(value as Shown)}
          />
          {shown === "text" ? null : (
            <Tooltip label={isDark ? "Show in light" : "Show in dark"}>
              <ActionIcon
                variant="default"
                aria-label="Dark"
                aria-pressed={isDark}
                onClick={() => setScheme(isDark ? "light" : "dark")}
              >
                {isDark ? <IconMoon size={16} stroke={1.5} /> : <IconSun size={16} stroke={1.5} />}
              </ActionIcon>
            </Tooltip>
          )}
          {model && app.live && canRead ? (
            <>
              <RowPicker appId={app.id} model={model} onPick={(id) => setRowId(String(id))} />
              {rowId === undefined ? null : (
                <Button size="xs" variant="subtle" onClick={() => setRowId(undefined)}>
                  First row
                </Button>
              )}
            </>
          ) : null}
          <span className={classes.note}>
            {model && !isSample ? "Shown over a live row." : "Shown with sample values; links lead nowhere."}
          </span>
        </div>
      </header>
      {trouble === undefined ? null : <ProblemNote problem={{ severity: "warning", message: trouble }} />}
      {result.ok ? (
        <>
          <p className={classes.subject}>
            <span>Subject</span> {result.mail.subject}
          </p>
          {shown === "text" ? (
            <section className={classes.text} tabIndex={0} aria-label="Text of the mail">
              <pre>{result.mail.text}</pre>
            </section>
          ) : (
            <Frame html={result.mail.html} scheme={scheme} isPhone={shown === "phone"} label={mail.label} />
          )}
        </>
      ) : (
        <ProblemNote problem={{ severity: "error", message: result.reason }} />
      )}
    </>
  );
}

function Frame(props: {
  readonly html: string;
  readonly scheme: Scheme;
  readonly isPhone: boolean;
  readonly label: string;
}) {
  const { html, scheme, isPhone, label } = props;
  const page = useMemo(() => previewDocument(html, { scheme, nonce, theme: undefined }), [html, scheme]);
  return (
    <div className={classes.stage} data-scheme={scheme}>
      <iframe
        sandbox=""
        srcDoc={page.html}
        title={`Mail: ${label}`}
        className={classes.frame}
        data-phone={isPhone || undefined}
      />
    </div>
  );
}
