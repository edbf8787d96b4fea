import { useElementSize } from "@mantine/hooks";
import classes from "./preview.module.css";
import type { Scheme } from "./preview-document.ts";

export type Device = "desktop" | "tablet" | "phone";

/** Real widths: a page lays itself out for them, and is then made smaller to fit. */
export const deviceWidths: Readonly<Record<Device, number>> = { desktop: 1280, tablet: 820, phone: 390 };

/**
 * The page, in a frame with an empty sandbox: no script, no form, no way out, an origin of its own. Its document says
 * the same again (preview-document.ts).
 */
export function PreviewFrame(props: {
  readonly html: string;
  readonly title: string;
  readonly device: Device;
  readonly scheme: Scheme;
  readonly isOld: boolean;
}) {
  const { ref, width, height } = useElementSize();
  const wanted = deviceWidths[props.device];
  const scale = width === 0 ? 1 : Math.min(1, width / wanted);
  return (
    <div ref={ref} className={classes.stage} data-scheme={props.scheme}>
      <iframe
        sandbox=""
        srcDoc={props.html}
        title={props.title}
        className={classes.frame}
        data-old={props.isOld || undefined}
        style={{
          width: wanted,
          height: height / scale,
          transform: `scale(${scale})`,
          marginLeft: Math.max(0, (width - wanted * scale) / 2),
          colorScheme: props.scheme,
        }}
      />
    </div>
  );
}
