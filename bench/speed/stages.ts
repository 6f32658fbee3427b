/** Times one stage after the other of this process. */
export class Stopwatch {
  readonly stages: { readonly name: string; readonly ms: number; readonly cpuMs: number }[] = [];
  #at = performance.now();
  #cpu = cpuMs();

  /** What was done since the last call, or since the stopwatch was made. */
  lap(name: string): void {
    this.add(name, performance.now(), cpuMs());
  }

  /** The same, of a moment that is over. */
  add(name: string, at: number, cpu: number): void {
    this.stages.push({ name, ms: at - this.#at, cpuMs: cpu - this.#cpu });
    this.#at = at;
    this.#cpu = cpu;
  }
}

/** Of all threads of this process, user and system. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
