// What Python itself and its loops do; what libraries give and take is in the knowledge files.

/** Method names that mean the same on every loop, runner, task group and exit stack: what they get is awaited. */
export const takerNames = new Set([
  'create_task',
  'ensure_future',
  'run_until_complete',
  'run_coroutine_threadsafe',
  'enter_async_context',
  'push_async_exit',
]);

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

/** Builtins that take values, never coroutines. */
export const valueTakers =
  /^builtins\.(?:\w*(?:Error|Exception|Warning)|int|float|complex|bytes|bytearray|abs|round|divmod|pow|ord|chr|hex|oct|bin|range|open|hash|len|bool|slice|list|tuple|set|frozenset|dict|sorted|reversed|enumerate|zip|iter|next|sum|any|all|min|max|map|filter|str\.\w+|int\.\w+|bytes\.\w+)(?:\.|$)/u;

/** Methods of any loop and exit stack that take functions, never coroutines. */
export const functionTakers = /\.(?:run_in_executor|call_soon|call_later|call_at|call_soon_threadsafe|enter_context)$/u;

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

/** Bases of classes that validate what they are made of. */
export const validatedBases =
  /^(?:pydantic\.(?:\w+\.)*BaseModel|pydantic\.BaseSettings|sqlmodel\.(?:\w+\.)*SQLModel)$/u;

/** Bases of classes whose attributes are columns and relationships. */
export const mappedBases =
  /^(?:sqlalchemy\.(?:orm|ext\.declarative)\.(?:\w+\.)*(?:declarative_base\(\)|DeclarativeBase|DeclarativeBaseNoMeta|MappedAsDataclass|registry\(\)\.generate_base\(\))|flask_sqlalchemy\.[\w.()]*\.Model)$/u;

/** Objects with a `state` that is the application's own. */
export const stateful =
  /^(?:starlette\.(?:requests\.(?:Request|HTTPConnection)|websockets\.WebSocket|applications\.Starlette)|fastapi\.(?:FastAPI|Request|WebSocket)|fastapi\.requests\.HTTPConnection)$/u;
