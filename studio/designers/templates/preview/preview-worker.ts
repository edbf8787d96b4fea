import type { AppDefinition } from "#engine/definition/app-definition";
import type { PreviewAnswer, PreviewQuestion, ToPreviewWorker } from "./preview.worker.ts";

/** How long a page may take before the worker is taken for stuck and begun anew. The engine stops after half a second. */
const STUCK_AFTER = 5_000;

/** The one worker of previews, begun when it is first asked and ended when the screen is left. */
export class PreviewWorker {
  #worker: Worker | undefined;
  #sent: AppDefinition | undefined;
  #asked = 0;
  readonly #waiting = new Map<number, { resolve(answer: PreviewAnswer): void; reject(error: Error): void }>();

  ask(definition: AppDefinition, question: PreviewQuestion): Promise<PreviewAnswer> {
    const worker = this.#running();
    if (this.#sent !== definition) {
      this.#sent = definition;
      worker.postMessage({ definition } satisfies ToPreviewWorker);
    }
    const id = ++this.#asked;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#fail(new Error("The preview took too long.")), STUCK_AFTER);
      this.#waiting.set(id, {
        resolve: (answer) => {
          clearTimeout(timer);
          resolve(answer);
        },
        reject: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      });
      worker.postMessage({ id, question } satisfies ToPreviewWorker);
    });
  }

  close(): void {
    this.#fail(new Error("The preview was closed."));
  }

  #running(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(new URL("./preview.worker.ts", import.meta.url), { type: "module", name: "preview" });
    worker.addEventListener("message", ({ data }: MessageEvent<{ id: number; answer: PreviewAnswer }>) => {
      this.#waiting.get(data.id)?.resolve(data.answer);
      this.#waiting.delete(data.id);
    });
    worker.addEventListener("error", (event) =>
      this.#fail(new Error(event.message || "The preview could not be made.")),
    );
    this.#worker = worker;
    return worker;
  }

  #fail(error: Error): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#sent = undefined;
    for (const waiting of this.#waiting.values()) waiting.reject(error);
    this.#waiting.clear();
  }
}
