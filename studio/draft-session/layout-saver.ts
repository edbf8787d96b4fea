import type { CanvasName } from "#contract/canvases";
import type { Layout } from "#contract/http/drafts";

/** Gathers what is moved on the canvases and saves it when the moving rests. */
export class LayoutSaver {
  readonly #save: (canvas: CanvasName, positions: Layout) => Promise<void>;
  readonly #after: (milliseconds: number, work: () => void) => () => void;
  #waiting: Record<string, Layout> = {};
  #cancel: () => void = () => {};

  constructor(parts: {
    readonly save: (canvas: CanvasName, positions: Layout) => Promise<void>;
    readonly after: (milliseconds: number, work: () => void) => () => void;
  }) {
    this.#save = parts.save;
    this.#after = parts.after;
  }

  place(canvas: CanvasName, positions: Layout): void {
    this.#waiting[canvas] = { ...this.#waiting[canvas], ...positions };
    this.#cancel();
    this.#cancel = this.#after(400, () => void this.flush());
  }

  unsaved(canvas: string): Layout {
    return this.#waiting[canvas] ?? {};
  }

  async flush(): Promise<void> {
    this.#cancel();
    const waiting = this.#waiting;
    this.#waiting = {};
    for (const [canvas, positions] of Object.entries(waiting)) {
      try {
        await this.#save(canvas as CanvasName, positions);
      } catch {
        // Positions are a convenience: they go out with the next move, and losing them loses no drawing.
        this.#waiting[canvas] = { ...positions, ...this.#waiting[canvas] };
      }
    }
  }
}
