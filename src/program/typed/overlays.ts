import type { ProjectFunction } from '../model.ts';
import type { Evaluation } from '../values/evaluation.ts';
import type { Value } from '../values/model.ts';

/** A file's text with annotations that its author left out, and where offsets have gone. */
export interface Overlay {
  readonly text: string;
  /** Offset in the file's own text to the overlay's. */
  to(offset: number): number;
  /** And back. */
  from(offset: number): number;
}

interface Insertion {
  readonly at: number;
  readonly text: string;
}

/**
 * Annotate the parameters of functions that have none with what their callers give them, as far as it has a name. The
 * imports that this takes go to the end of the file, where they move nothing. Undefined when there is nothing to add.
 */
export function overlayOf(ev: Evaluation, text: string, functions: readonly ProjectFunction[]): Overlay | undefined {
  const imports = new Imports();
  const insertions: Insertion[] = [];
  for (const fn of functions) {
    if (fn.facts.kind !== 'function') continue;
    for (const [index, parameter] of fn.facts.parameters.entries()) {
      if (parameter.annotation || parameter.form === 'args' || parameter.form === 'kwargs') continue;
      if (fn.owner && index === 0) continue;
      const types = [...ev.parameter(fn, parameter.name)].map((value) => imports.spell(value, fn));
      const named = [...new Set(types.filter((type) => type !== undefined))].sort();
      if (named.length === 0 || named.length > MOST_TYPES) continue;
      // What nobody knows besides stays unknown to the server too.
      const all = types.includes(undefined) ? [...named, imports.any()] : named;
      insertions.push({ at: parameter.nameEnd, text: `: "${all.join(' | ')}"` });
    }
  }
  if (insertions.length === 0) return undefined;
  insertions.sort((a, b) => a.at - b.at);
  return overlaid(text, insertions, imports.lines());
}

/** More than this says nothing any more. */
const MOST_TYPES = 8;

function overlaid(text: string, insertions: readonly Insertion[], tail: readonly string[]): Overlay {
  const parts: string[] = [];
  let last = 0;
  for (const { at, text: added } of insertions) {
    parts.push(text.slice(last, at), added);
    last = at;
  }
  parts.push(text.slice(last), '\n', ...tail.map((line) => `${line}\n`));
  return {
    text: parts.join(''),
    to: (offset) =>
      insertions.reduce((moved, { at, text: added }) => (at <= offset ? moved + added.length : moved), offset),
    from(offset) {
      let moved = offset;
      for (const { at, text: added } of insertions) {
        if (at >= moved) break;
        moved = Math.max(at, moved - added.length);
      }
      return moved;
    },
  };
}

/** Modules by the names that an overlay gives them. */
class Imports {
  readonly #modules = new Map<string, string>();

  any(): string {
    return `${this.#module('typing')}.Any`;
  }

  /** An annotation for one value; undefined for what has no name that can be imported. */
  spell(value: Value, inside: ProjectFunction): string | undefined {
    switch (value.kind) {
      case 'instance': {
        const { module, qualname } = value.class;
        if (qualname.includes('<locals>')) return undefined;
        return module === inside.module ? qualname : `${this.#module(module.name)}.${qualname}`;
      }
      case 'object': {
        const named = /^([\w.]+)\.([A-Z]\w*|str|int|bool|float|bytes|dict|list|set)$/u.exec(value.name);
        if (!named?.[1] || !named[2]) return undefined;
        return `${this.#module(named[1])}.${named[2]}`;
      }
      default:
        return undefined;
    }
  }

  lines(): readonly string[] {
    return [...this.#modules].map(([module, name]) => `import ${module} as ${name}`);
  }

  #module(module: string): string {
    const name = this.#modules.get(module) ?? `_ferryman_${this.#modules.size}`;
    this.#modules.set(module, name);
    return name;
  }
}
