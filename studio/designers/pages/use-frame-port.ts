import { useCallback, useRef, useState } from "react";
import { type FromFrame, fromFrame, type ToFrame } from "../../page-frame/frame-messages.ts";
import { readMessage } from "../../page-frame/reader.ts";

export interface FramePort {
  /** The frame is loaded: hands it its end of the channel. */
  readonly connect: (frame: HTMLIFrameElement) => void;
  readonly isReady: boolean;
  readonly send: (message: ToFrame) => void;
  /** A point of the window as the page in the frame counts it; undefined outside of the frame. */
  readonly pointIn: (x: number, y: number) => { readonly x: number; readonly y: number } | undefined;
}

/** The channel to the frame of the page editor. */
export function useFramePort(onMessage: (message: FromFrame) => void): FramePort {
  const [port, setPort] = useState<MessagePort>();
  const frame = useRef<HTMLIFrameElement>(undefined);
  const latest = useRef(onMessage);
  latest.current = onMessage;
  const connect = useCallback((element: HTMLIFrameElement) => {
    frame.current = element;
    const channel = new MessageChannel();
    channel.port1.onmessage = ({ data }) => {
      const message = readMessage(fromFrame, data);
      if (!message) return;
      if (message.kind === "ready") setPort(channel.port1);
      else latest.current(message);
    };
    // The frame's origin is opaque, so there is none to name; only the frame's own script listens.
    element.contentWindow?.postMessage("port", "*", [channel.port2]);
  }, []);
  const send = useCallback((message: ToFrame) => port?.postMessage(message), [port]);
  const pointIn = useCallback((x: number, y: number) => {
    const element = frame.current;
    const box = element?.getBoundingClientRect();
    if (!element || !box || x < box.left || x > box.right || y < box.top || y > box.bottom) return undefined;
    const scale = box.width / element.offsetWidth;
    return { x: (x - box.left) / scale, y: (y - box.top) / scale };
  }, []);
  return { connect, isReady: port !== undefined, send, pointIn };
}
