/** A priority queue: the entry with the smallest key comes out first. */
export class MinHeap<Value> {
  private readonly keys: number[] = [];
  private readonly values: Value[] = [];

  get size(): number {
    return this.keys.length;
  }

  push(key: number, value: Value): void {
    let at = this.keys.push(key) - 1;
    this.values.push(value);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if ((this.keys[parent] as number) <= (this.keys[at] as number)) return;
      this.swap(at, parent);
      at = parent;
    }
  }

  pop(): Value | undefined {
    if (this.keys.length === 0) return undefined;
    this.swap(0, this.keys.length - 1);
    this.keys.pop();
    const smallest = this.values.pop();
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      if (left >= this.keys.length) return smallest;
      const right = left + 1;
      const isRightSmaller = right < this.keys.length && (this.keys[right] as number) < (this.keys[left] as number);
      const child = isRightSmaller ? right : left;
      if ((this.keys[at] as number) <= (this.keys[child] as number)) return smallest;
      this.swap(at, child);
      at = child;
    }
  }

  private swap(a: number, b: number): void {
    const { keys, values } = this;
    [keys[a], keys[b]] = [keys[b] as number, keys[a] as number];
    [values[a], values[b]] = [values[b] as Value, values[a] as Value];
  }
}
