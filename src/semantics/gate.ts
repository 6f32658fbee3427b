/** Lets a few in at a time, first come first served. */
export interface Gate {
  /** Waits for a place, or for all places when `alone`; call the result to leave. Rejects with the signal's reason. */
  enter(alone: boolean, signal?: AbortSignal): Promise<() => void>;
}

/** A gate with this many places. */
export function openGate(places: number): Gate {
  const waiting: { readonly size: number; start(): void }[] = [];
  let free = places;
  const letIn = () => {
    for (let first = waiting[0]; first !== undefined && first.size <= free; first = waiting[0]) {
      waiting.shift();
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
      return new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason as Error);
        const abort = () => {
          waiting.splice(waiting.indexOf(place), 1);
          reject(signal?.reason as Error);
          letIn();
        };
        const place = {
          size,
          start() {
            signal?.removeEventListener('abort', abort);
            resolve(leave);
          },
        };
        signal?.addEventListener('abort', abort, { once: true });
        waiting.push(place);
        letIn();
      });
    },
  };
}
