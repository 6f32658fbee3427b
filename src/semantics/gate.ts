/** Lets a few in at a time, first come first served. */
export interface Gate {
  /** Waits for a place, or for all places when `alone`; call the result to leave. Rejects with the signal's reason. */
  enter(alone: boolean, signal?: AbortSignal): Promise<() => void>;
}

interface Visitor {
  readonly size: number;
  readonly signal: AbortSignal | undefined;
  start(): void;
}

/** A gate with this many places. */
export function openGate(places: number): Gate {
  const waiting: Visitor[] = [];
  let free = places;
  const letIn = () => {
    for (let first = waiting[0]; first !== undefined; first = waiting[0]) {
      const hasLeft = first.signal?.aborted ?? false;
      if (!hasLeft && first.size > free) return;
      waiting.shift();
      if (hasLeft) continue;
      free -= first.size;
      first.start();
    }
  };
  return {
    enter(alone, signal) {
      const size = alone ? places : 1;
      const leave = () => {
        free += size;
        letIn();
      };
      const { promise, resolve, reject } = Promise.withResolvers<() => void>();
      const abort = () => {
        reject(signal?.reason as Error);
        letIn();
      };
      if (signal?.aborted === true) {
        abort();
        return promise;
      }
      signal?.addEventListener('abort', abort, { once: true });
      const start = () => {
        signal?.removeEventListener('abort', abort);
        resolve(leave);
      };
      waiting.push({ size, signal, start });
      letIn();
      return promise;
    },
  };
}
