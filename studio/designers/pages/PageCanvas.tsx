import { useElementSize } from "@mantine/hooks";
import { useEffect, useRef, useState } from "react";
import { type FromFrame, fromFrame, type ToFrame } from "../../page-frame/frame-messages.ts";
import { deviceWidths } from "../templates/preview/PreviewFrame.tsx";
import previewClasses from "../templates/preview/preview.module.css";
import type { PreviewView } from "../templates/preview/preview-view.ts";
import { frameDocument } from "./frame-document.ts";

interface Props {
  readonly title: string;
  readonly view: PreviewView;
  readonly isOld: boolean;
  /** What the frame is to show and do; each value is sent once. */
  readonly messages: readonly (ToFrame | undefined)[];
  readonly onMessage: (message: FromFrame, answer: (message: ToFrame) => void) => void;
}

/** The page itself, in a frame with an origin of its own, in which only our script runs. */
export function PageCanvas({ title, view, isOld, messages, onMessage }: Props) {
  const { ref, width, height } = useElementSize();
  const frame = useRef<HTMLIFrameElement>(null);
  const [port, setPort] = useState<MessagePort>();
  const latest = useRef(onMessage);
  latest.current = onMessage;
  const connect = () => {
    const channel = new MessageChannel();
    channel.port1.onmessage = ({ data }) => {
      const parsed = fromFrame.safeParse(data);
      if (!parsed.success) return;
      if (parsed.data.kind === "ready") setPort(channel.port1);
      else latest.current(parsed.data, (message) => channel.port1.postMessage(message));
    };
    // The frame's origin is opaque, so there is none to name; only the frame's own script listens.
    frame.current?.contentWindow?.postMessage("port", "*", [channel.port2]);
  };
  const [page, select, text] = messages;
  useSend(port, page);
  useSend(port, select);
  useSend(port, text);
  const wanted = deviceWidths[view.device];
  const scale = width === 0 ? 1 : Math.min(1, width / wanted);
  return (
    <div ref={ref} className={previewClasses.stage} data-scheme={view.scheme}>
      <iframe
        ref={frame}
        sandbox="allow-scripts"
        srcDoc={frameDocument}
        title={title}
        className={previewClasses.frame}
        data-old={isOld || undefined}
        onLoad={connect}
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

function useSend(port: MessagePort | undefined, message: ToFrame | undefined): void {
  useEffect(() => {
    if (port && message) port.postMessage(message);
  }, [port, message]);
}
