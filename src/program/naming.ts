/** Folders from which modules are imported, and what each file is called when imported from there. */
export interface Naming {
  /** Relative to the root, deepest first; `` is the root. */
  readonly sourceRoots: readonly string[];
  /** Dotted names of a file, the most likely first; never empty. */
  namesOf(file: string): readonly string[];
}

export interface NamingInput {
  /** Python files, relative to the root. */
  readonly files: readonly string[];
  /** Source folders that configuration names: setuptools' package-dir, pytest's pythonpath, poetry's `from`. */
  readonly configured: readonly string[];
  /** Every module that an absolute import in the project names, `a.b` for `import a.b` and for `from a.b import c`. */
  readonly imported: ReadonlySet<string>;
}

/**
 * Where imports start. The root always counts (`python -m pytest` and `uvicorn app:app` put it on the path), then `src`
 * when it is no package, then what is configured, then every folder that makes an otherwise unknown absolute import
 * of the project's own code resolve.
 */
export function nameModules(input: NamingInput): Naming {
  const files = new Set(input.files);
  const folders = new Set(input.files.flatMap(parents));
  const isRegular = (folder: string) => files.has(folder === '' ? '__init__.py' : `${folder}/__init__.py`);
  const roots = new Set<string>(['']);
  if (folders.has('src') && !isRegular('src')) roots.add('src');
  for (const folder of input.configured) if (folders.has(folder) && !isRegular(folder)) roots.add(folder);

  const found = (root: string, dotted: string): boolean => {
    const target = join(root, dotted.replaceAll('.', '/'));
    return files.has(`${target}.py`) || folders.has(target);
  };
  for (const dotted of input.imported) {
    if ([...roots].some((root) => found(root, dotted))) continue;
    for (const folder of folders) {
      if (!roots.has(folder) && !isRegular(folder) && found(folder, dotted) && !isTestFolder(folder)) roots.add(folder);
    }
  }
  const sourceRoots = [...roots].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  return {
    sourceRoots,
    namesOf(file) {
      const holders = sourceRoots.filter((root) => root === '' || file.startsWith(`${root}/`));
      const candidates = holders.map((root) => dottedFrom(root, file)).filter((name) => name !== '');
      // The deepest root wins unless only another name is ever imported.
      const evident = candidates.filter((name) => input.imported.has(name));
      const names = [...new Set([...evident, ...candidates])];
      return names.length > 0 ? names : ['__init__'];
    },
  };
}

function dottedFrom(root: string, file: string): string {
  const relative = root === '' ? file : file.slice(root.length + 1);
  const dotted = relative.replace(/(?:^|\/)__init__\.py$|\.py$/u, '').replaceAll('/', '.');
  return dotted;
}

function isTestFolder(folder: string): boolean {
  return /(?:^|\/)tests?(?:\/|$)/u.test(folder);
}

function join(folder: string, rest: string): string {
  return folder === '' ? rest : `${folder}/${rest}`;
}

/** Every folder above a file, the root `` included. */
function parents(file: string): string[] {
  const parts = file.split('/').slice(0, -1);
  return [...parts.map((_, at) => parts.slice(0, at + 1).join('/')), ''];
}
