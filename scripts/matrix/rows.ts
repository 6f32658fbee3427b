/** One Python with libraries of its time, on which the runtime's tests run. */
export interface MatrixRow {
  readonly id: string;
  readonly python: '3.9' | '3.10' | '3.11' | '3.12' | '3.13';
  readonly packages: readonly string[];
  /** Whether it belongs to `npm test`. */
  readonly fast: boolean;
}

/** What every row needs besides. FastAPI's TestClient has had three generations: requests, httpx, httpx2. */
export const COMMON = ['pytest', 'anyio', 'aiosqlite', 'asyncpg', 'psycopg[binary]', 'uvloop', 'uvicorn', 'httpx'];

/** Only releases from before this day, so that a row gives the same tomorrow. */
export const NEWEST = '2026-11-15';

export const ROWS: readonly MatrixRow[] = [
  row('3.9', ['sqlalchemy[asyncio]==1.4.54', 'fastapi==0.79.0', 'requests', 'python-multipart<0.0.13'], 'fast'),
  row('3.10', ['sqlalchemy[asyncio]==2.0.20', 'fastapi==0.100.0', 'httpx<0.28', 'python-multipart<0.0.13'], 'fast'),
  row('3.11', ['sqlalchemy[asyncio]==1.4.54', 'fastapi==0.110.3', 'httpx<0.28', 'python-multipart'], 'slow'),
  row('3.12', ['sqlalchemy[asyncio]==2.0.36', 'fastapi==0.115.6', 'httpx<0.28', 'python-multipart'], 'slow'),
  row('3.13', ['sqlalchemy[asyncio]>=2.1,<2.2', 'fastapi>=0.160', 'httpx2', 'python-multipart'], 'fast'),
];

function row(python: MatrixRow['python'], packages: readonly string[], speed: 'fast' | 'slow'): MatrixRow {
  const sqlalchemy = /(\d\.\d)/.exec(packages[0] ?? '')?.[1] ?? '';
  return { id: `python${python}-sqlalchemy${sqlalchemy}`, python, packages, fast: speed === 'fast' };
}
