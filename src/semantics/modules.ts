import * as path from 'node:path';

// The servers carry typeshed (stubs of the standard library, and of some packages) each in a place of its own.
const BUNDLED =
  /\/(?:typeshed-fallback\/stubs\/[^/]+|typeshed(?:-fallback|\/[0-9a-f]+)\/stdlib|pyrefly_bundled_\w+?_[0-9a-f]+)\/(.+)$/;

/**
 * Names installed modules by their files: `posixpath` of typeshed's `stdlib/posixpath.pyi`, `requests.api` of
 * `.venv/lib/python3.11/site-packages/requests/api.py`. `packages` are the folders that packages are installed in.
 */
export function moduleNames(packages: readonly string[]): (absolute: string) => string | undefined {
  const folders = packages.toSorted((a, b) => b.length - a.length).map((folder) => folder + path.sep);
  return (absolute) => {
    const folder = folders.find((each) => absolute.startsWith(each));
    const relative = folder === undefined ? BUNDLED.exec(absolute)?.[1] : absolute.slice(folder.length);
    if (relative === undefined) return undefined;
    return relative
      .replace(/\.(?:pyi|py|[\w.-]*so)$/, '')
      .replace(/(?:^|\/)__init__$/, '')
      .replace(/^([^/]+)-stubs(?=\/|$)/, '$1')
      .replaceAll('/', '.');
  };
}
