import { EventEmitter, once } from "node:events";

/** What one at a time may have, in this process. */
export class Turn {
  readonly #ended = new EventEmitter();
  #holder: object | null = null;

  /** Waits until nobody else has it. Throws where `signal` aborts before. */
  async take(holder: object, signal: AbortSignal): Promise<void> {
    while (this.#holder !== null && this.#holder !== holder) await once(this.#ended, "end", { signal });
    this.#holder = holder;
  }

  /** Does nothing where another has it. */
  leave(holder: object): void {
    if (this.#holder !== holder) return;
    this.#holder = null;
    this.#ended.emit("end");
  }
}
