/** Something that happens once, or is not waited for any longer than this. */
export function onceWithin(withinMs: number): { done(): void; isDone(): boolean; wait(): Promise<void> } {
  let isDone = false;
  const waiting = new Set<() => void>();
  return {
    isDone: () => isDone,
    done() {
      isDone = true;
      for (const resolve of waiting) resolve();
      waiting.clear();
    },
    wait: () =>
      new Promise((resolve) => {
        if (isDone) return resolve();
        const timer = setTimeout(resolve, withinMs);
        waiting.add(() => {
          clearTimeout(timer);
          resolve();
        });
      }),
  };
}
