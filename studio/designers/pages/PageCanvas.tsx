import { useElementSize } from "@mantine/hooks";
import { useEffect } from "react";
import type { ToFrame } from "../../page-frame/frame-messages.ts";
import { deviceWidths } from "../templates/preview/PreviewFrame.tsx";
import previewClasses from "../templates/preview/preview.module.css";
import type { PreviewView } from "../templates/preview/preview-view.ts";
import { frameDocument } from "./frame-document.ts";
import type { FramePort } from "./use-frame-port.ts";

interface Props {
  readonly title: string;
  readonly view: PreviewView;
  readonly isOld: boolean;
  readonly port: FramePort;
  /** What the frame is to show: the page, then what is selected in it, then where somebody writes. Each is sent once. */
  readonly page: ToFrame | undefined;
  readonly selection: ToFrame | undefined;
  readonly text: ToFrame | undefined;
}

/** The page itself, in a frame with an origin of its own, in which only our script runs. */
export function PageCanvas({ title, view, isOld, port, page, selection, text }: Props) {
  const { ref, width, height } = useElementSize();
  useSend(port, page);
  useSend(port, selection);
  useSend(port, text);
  const wanted = deviceWidths[view.device];
  const scale = width === 0 ? 1 : Math.min(1, width / wanted);
  return (
    <div ref={ref} className={previewClasses.stage} data-scheme={view.scheme}>
      <iframe
        sandbox="allow-scripts"
        srcDoc={frameDocument}
        title={title}
        className={previewClasses.frame}
        data-old={isOld || undefined}
        onLoad={(event) => port.connect(event.currentTarget)}
        style={{
          width: wanted,
          height: height / scale,
          transform: `scale(${scale})`,
          marginLeft: Math.max(0, (width - wanted * scale) / 2),
          colorScheme: view.scheme,
        }}
      />
    </div>
  );
}

function useSend({ isReady, send }: FramePort, message: ToFrame | undefined): void {
  useEffect(() => {
    if (isReady && message) send(message);
  }, [isReady, send, message]);
}
