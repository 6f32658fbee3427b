import { expect, test } from 'vitest';
import { moduleNames } from './modules.ts';

test('files of packages and of the servers’ own stubs have the names they are imported by', () => {
  const site = '/app/.venv/lib/python3.11/site-packages';
  const name = moduleNames([site, '/app/shared']);
  const files = [
    `${site}/requests/api.py`,
    `${site}/requests/__init__.py`,
    `${site}/orjson/orjson.cpython-311-x86_64-linux-gnu.so`,
    `${site}/redis-stubs/client.pyi`,
    '/app/shared/ferries.py',
    '/modules/pyright/dist/typeshed-fallback/stdlib/os/path.pyi',
    '/modules/pyright/dist/typeshed-fallback/stubs/PyYAML/yaml/__init__.pyi',
    '/tmp/desk/cache/ty/vendored/typeshed/2e4d4dcf657f82/stdlib/builtins.pyi',
    '/tmp/desk/temporary/pyrefly_bundled_typeshed_5a7efa41ff15/_io.pyi',
    '/elsewhere/tides.py',
  ];
  expect(files.map(name)).toEqual([
    'requests.api',
    'requests',
    'orjson.orjson',
    'redis.client',
    'ferries',
    'os.path',
    'yaml',
    'builtins',
    '_io',
    undefined,
  ]);
});
