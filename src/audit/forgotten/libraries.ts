import type { Layer } from './layers.ts';

/** Class (as a pattern over its dotted name) -> members and what calling them gives. */
interface Members {
  readonly owner: RegExp;
  readonly members: Readonly<Partial<Record<Layer, string>>>;
}

// Facts from the libraries' own references: Python 3.13, anyio 4, SQLAlchemy 2.0, SQLModel 0.0.22, httpx 0.28,
// aiohttp 3.11, aiofiles 24, asyncpg 0.30, redis 5.2, Starlette 0.41.
const table: readonly Members[] = [
  { owner: /^builtins$/u, members: { coroutine: 'anext' } },
  {
    owner: /^asyncio$/u,
    members: {
      coroutine: `sleep wait wait_for to_thread open_connection start_server open_unix_connection start_unix_server
        create_subprocess_exec create_subprocess_shell`,
      future: 'gather create_task ensure_future shield run_coroutine_threadsafe wrap_future',
      'async-manager': 'timeout timeout_at',
    },
  },
  {
    owner: /^asyncio\.(?:\w+\.)*(?:Lock|Semaphore|BoundedSemaphore)$/u,
    members: { coroutine: 'acquire' },
  },
  { owner: /^asyncio\.(?:\w+\.)*Condition$/u, members: { coroutine: 'acquire wait wait_for' } },
  { owner: /^asyncio\.(?:\w+\.)*(?:Event|Barrier)$/u, members: { coroutine: 'wait' } },
  { owner: /^asyncio\.(?:\w+\.)*(?:Queue|LifoQueue|PriorityQueue)$/u, members: { coroutine: 'get put join' } },
  {
    owner: /^asyncio\.(?:\w+\.)*StreamReader$/u,
    members: { coroutine: 'read readline readexactly readuntil' },
  },
  { owner: /^asyncio\.(?:\w+\.)*StreamWriter$/u, members: { coroutine: 'drain wait_closed start_tls' } },
  {
    owner: /^asyncio\.(?:subprocess\.)?(?:Process|create_subprocess_\w+\(\))$/u,
    members: { coroutine: 'wait communicate' },
  },
  { owner: /^contextlib\.AsyncExitStack$/u, members: { coroutine: 'enter_async_context aclose' } },
  {
    owner: /^anyio$/u,
    members: {
      coroutine: 'sleep sleep_forever sleep_until run_process open_process open_file connect_tcp connect_unix',
      'async-manager': 'create_task_group',
    },
  },
  { owner: /^anyio\.to_thread$/u, members: { coroutine: 'run_sync' } },
  {
    owner: /^anyio\.(?:open_file\(\)|(?:\w+\.)*AsyncFile)$/u,
    members: { coroutine: 'read read1 readline readlines write writelines seek tell flush truncate aclose' },
  },
  { owner: /^anyio\.(?:\w+\.)*Event$/u, members: { coroutine: 'wait' } },
  {
    owner: /^anyio\.(?:\w+\.)*Path$/u,
    members: { coroutine: 'read_text read_bytes write_text write_bytes exists mkdir unlink is_file is_dir stat' },
  },
  {
    owner: /^httpx\.AsyncClient$/u,
    members: { coroutine: 'get options head post put patch delete request send aclose', 'async-manager': 'stream' },
  },
  {
    owner: /^httpx\.Response$/u,
    members: { coroutine: 'aread aclose', 'async-generator': 'aiter_bytes aiter_text aiter_lines aiter_raw' },
  },
  {
    owner: /^aiohttp\.(?:\w+\.)*ClientSession$/u,
    members: { either: 'get options head post put patch delete request ws_connect', coroutine: 'close' },
  },
  {
    owner: /^aiohttp\.(?:(?:\w+\.)*ClientResponse|(?:\w+\.)*ClientSession\.\w+\(\))$/u,
    members: { coroutine: 'json text read' },
  },
  { owner: /^aiofiles(?:\.threadpool)?$/u, members: { either: 'open' } },
  {
    owner: /^aiofiles(?:\.threadpool)?\.open\(\)$/u,
    members: { coroutine: 'read readline readlines write writelines seek flush close truncate' },
  },
  {
    owner: /^(?:sqlalchemy|sqlmodel)\.ext\.asyncio\.(?:session\.|scoping\.)?(?:AsyncSession|async_scoped_session)$/u,
    members: {
      coroutine: `execute exec scalar scalars get get_one commit rollback flush refresh delete merge close close_all
        connection stream stream_scalars run_sync invalidate reset`,
      either: 'begin begin_nested',
    },
  },
  {
    owner: /^sqlalchemy\.ext\.asyncio\.(?:engine\.)?AsyncConnection$/u,
    members: {
      coroutine: `execute scalar scalars exec_driver_sql commit rollback run_sync close stream stream_scalars
        get_raw_connection invalidate`,
      either: 'begin begin_nested',
    },
  },
  {
    owner: /^sqlalchemy\.ext\.asyncio\.(?:engine\.)?AsyncEngine$/u,
    members: { coroutine: 'dispose raw_connection', either: 'connect', 'async-manager': 'begin' },
  },
  {
    owner: /^asyncpg\.(?:\w+\.)*(?:Connection|Pool)$/u,
    members: { coroutine: 'execute executemany fetch fetchrow fetchval close', either: 'acquire' },
  },
  {
    owner: /^redis\.asyncio\.(?:client\.)?(?:Redis|StrictRedis)$/u,
    members: {
      coroutine: `get set setex setnx delete exists expire ttl incr decr keys mget mset hget hset hgetall hdel lpush
        rpush lpop rpop lrange sadd srem smembers publish ping close aclose flushdb flushall`,
    },
  },
  {
    owner: /^(?:starlette\.requests|fastapi)\.Request$/u,
    members: {
      coroutine: 'json body close is_disconnected send_push_promise',
      either: 'form',
      'async-generator': 'stream',
    },
  },
  {
    owner: /^(?:fastapi|fastapi\.datastructures|starlette\.datastructures)\.UploadFile$/u,
    members: { coroutine: 'read write seek close' },
  },
  {
    owner: /^(?:fastapi|fastapi\.websockets|starlette\.websockets)\.WebSocket$/u,
    members: {
      coroutine: `accept receive receive_text receive_bytes receive_json send send_text send_bytes send_json close
        send_denial_response`,
      'async-generator': 'iter_text iter_bytes iter_json',
    },
  },
];

const members = table.map(({ owner, members: lists }) => ({
  owner,
  layers: new Map(
    Object.entries(lists).flatMap(([layer, list]) =>
      list.split(/\s+/u).map((name): [string, Layer] => [name, layer as Layer]),
    ),
  ),
}));

/** What calling `name` gives; undefined where no table says that it wants an await. `lineage`: bases of a class. */
export function libraryLayer(name: string, lineage: (owner: string) => readonly string[]): Layer | undefined {
  const dot = name.lastIndexOf('.');
  const owners = lineage(name.slice(0, dot));
  const member = name.slice(dot + 1);
  for (const owner of owners) {
    for (const item of members) {
      const layer = item.owner.test(owner) ? item.layers.get(member) : undefined;
      if (layer) return layer;
    }
  }
  return undefined;
}

/** Objects with `__aenter__` and without `__enter__`. */
export const asyncManagers =
  /^(?:asyncio\.(?:\w+\.)*(?:Lock|Semaphore|BoundedSemaphore|Condition|TaskGroup)|contextlib\.aclosing\(\)|contextlib\.AsyncExitStack|httpx\.AsyncClient|aiohttp\.(?:\w+\.)*ClientSession|(?:sqlalchemy|sqlmodel)\.ext\.asyncio\.(?:\w+\.)*(?:AsyncSession|AsyncConnection)|anyio\.(?:\w+\.)*(?:Lock|Semaphore|CapacityLimiter|Condition))$/u;

/** Method names that mean the same on every loop, runner, task group and exit stack: what they get is awaited. */
export const takerNames = new Set([
  'create_task',
  'ensure_future',
  'run_until_complete',
  'run_coroutine_threadsafe',
  'enter_async_context',
  'push_async_exit',
]);

/** Callables that await, schedule, close or only look at what they are given. */
export const takers =
  /^(?:asyncio\.(?:\w+\.)*(?:gather|wait|wait_for|shield|as_completed|create_task|ensure_future|run|run_coroutine_threadsafe|iscoroutine|isfuture|Task|Runner\.run|timeout)|inspect\.(?:iscoroutine|isawaitable|isasyncgen|getcoroutinestate)|contextlib\.AsyncExitStack\.\w+|builtins\.(?:anext|aiter|isinstance)|ferryman\.(?:\w+\.)*wait|anyio\.from_thread\.\w+|trio\.\w+|uvloop\.run|nest_asyncio\.\w+|asgiref\.sync\.\w+|greenback\.await_|sqlalchemy\.util\.(?:\w+\.)*(?:await_only|await_fallback)|starlette\.(?:responses\.StreamingResponse|concurrency\.iterate_in_threadpool)|fastapi\.responses\.StreamingResponse|sse_starlette\.(?:\w+\.)*EventSourceResponse)$/u;

/** They run a function that is given with its arguments: what `asyncio.run` gets through them is awaited. */
export const runners =
  /\.(?:submit|run_in_executor|call_soon_threadsafe|call_soon|call_later|call_at|to_thread|run_sync|run_in_threadpool|Thread|Timer|Context\.run|copy_context\(\)\.run)$/u;

/** A container goes in, the same things come out in another one. */
export const rewrappers =
  /^(?:builtins\.(?:list|tuple|set|frozenset|reversed|enumerate|zip|iter|dict)|itertools\.(?:chain|islice|cycle|chain\.from_iterable)|collections\.(?:deque|OrderedDict)|builtins\.(?:list|dict|set|tuple)\.(?:copy|values|items)|copy\.copy)$/u;

/** They look at each thing in a container. */
export const consumers = /^builtins\.(?:any|all|sum|min|max|sorted|str\.join)$/u;

/** The outcome is text. */
export const formatters =
  /^(?:builtins\.(?:print|str|repr|format|ascii|str\.format|str\.format_map|input)|pprint\.\w+|logging\.(?:[\w().]+\.)?(?:debug|info|warning|warn|error|exception|critical|fatal|log)|structlog\.[\w().]+)$/u;

/** They ask how many there are, or what it is. */
export const lookers = /^builtins\.(?:len|type|id|callable|hasattr|bool)$/u;

/** Modules whose functions take values, never coroutines. */
export const valueTakers =
  /^(?:json|orjson|ujson|math|cmath|datetime|re|os|pathlib|time|random|decimal|fractions|uuid|base64|hashlib|hmac|secrets|string|textwrap|csv|statistics|operator|shutil|subprocess|socket|urllib|struct|html|calendar|zoneinfo|bisect|heapq|itertools|pickle|sqlite3|email|smtplib|builtins\.(?:\w*(?:Error|Exception|Warning)|int|float|complex|bytes|bytearray|abs|round|divmod|pow|ord|chr|hex|oct|bin|range|open|hash|len|bool|slice|list|tuple|set|frozenset|dict|sorted|reversed|enumerate|zip|iter|next|sum|any|all|min|max|map|filter|str\.\w+|int\.\w+|bytes\.\w+))(?:\.|$)/u;

/** Frameworks' callables that take values or functions, never coroutines. */
export const functionTakers =
  /^(?:starlette\.background\.(?:BackgroundTask|BackgroundTasks(?:\.add_task)?)|fastapi\.(?:Depends|Security|HTTPException)|starlette\.(?:responses\.(?:\w*Response)|exceptions\.HTTPException|concurrency\.run_in_threadpool)|fastapi\.responses\.\w*Response|fastapi\.Response|anyio\.(?:create_task_group\(\)|abc\.TaskGroup|TaskGroup)\.start(?:_soon)?|anyio\.(?:run|to_thread\.run_sync)|threading\.(?:Thread|Timer)|concurrent\.futures\.(?:\w+\.)*(?:submit|map)|asyncio\.to_thread|[\w.()]*\.(?:run_in_executor|call_soon|call_later|call_at|call_soon_threadsafe|enter_context)|contextlib\.ExitStack\.(?:enter_context|callback|push))$/u;

/** Callables that call a function they are given, at once or later, and never await what it returns. */
export const syncCallers =
  /^(?:builtins\.(?:sorted|min|max|filter|iter|list\.sort)|functools\.(?:reduce|cmp_to_key)|itertools\.(?:groupby|starmap|takewhile|dropwhile|filterfalse|accumulate)|re\.(?:sub|subn)|heapq\.(?:nlargest|nsmallest|merge)|bisect\.\w+|threading\.(?:Thread|Timer)|multiprocessing\.(?:\w+\.)*(?:Process|apply_async|map)|concurrent\.futures\.(?:\w+\.)*(?:submit|map)|asyncio\.to_thread|anyio\.to_thread\.run_sync|starlette\.concurrency\.run_in_threadpool|(?:asyncio|uvloop)\.[\w.()]*(?:run_in_executor|call_soon|call_later|call_at|call_soon_threadsafe|add_signal_handler|add_reader|add_writer|add_done_callback)|signal\.signal|atexit\.register|weakref\.finalize|contextlib\.ExitStack\.callback|collections\.defaultdict|dataclasses\.field|sqlalchemy\.event\.listen|contextvars\.Context\.run|sched\.scheduler\.enter|tkinter\.[\w.]*\.after)$/u;

/** Decorators whose function is called without an await. */
export const syncDecorators =
  /^(?:atexit\.register|sqlalchemy\.event\.listens_for|pydantic\.(?:\w+\.)*(?:validator|field_validator|model_validator|root_validator|field_serializer|model_serializer|computed_field))$/u;

/** Decorators that give back what behaves like the function, to a caller who awaits it. */
export const transparentDecorators =
  /^(?:builtins\.(?:staticmethod|classmethod|property)|abc\.(?:abstractmethod|abstractproperty)|typing(?:_extensions)?\.(?:override|final|no_type_check|overload|deprecated|runtime_checkable)|warnings\.deprecated|functools\.(?:wraps|cached_property)|pytest\.(?:fixture|mark[\w.()]*)|pytest_asyncio\.fixture|(?:fastapi|starlette)\.[\w.()]*|tenacity\.retry|backoff\.on_\w+|stamina\.retry|unittest\.mock\.patch[\w.]*|unittest\.skip\w*|anyio\.[\w.]*)(?:\(\))?$/u;

/** Types of callables whose result wants an await. */
export const asyncCallables =
  /^(?:starlette\.types\.(?:Send|Receive|ASGIApp)|starlette\.middleware\.base\.(?:RequestResponseEndpoint|DispatchFunction)|asgiref\.typing\.ASGI(?:Send|Receive)Callable)$/u;
