import { lazy } from "react";

/** CodeMirror is a large part of the studio, and only an open template needs it. */
export const LazySourceEditor = lazy(async () => ({ default: (await import("./SourceEditor.tsx")).SourceEditor }));
