/** Decorators that leave the colour of what they decorate to it. */
export const colourless =
  /^(?:builtins\.(?:staticmethod|classmethod)|abc\.\w+|typing(?:_extensions)?\.(?:override|final|overload|no_type_check|deprecated|runtime_checkable)|warnings\.deprecated|functools\.wraps(?:\(\))?|contextlib\.(?:async)?contextmanager|tenacity\.\w+(?:\(\))?|deprecated\.\w+(?:\(\))?|fastapi_cache(?:\.\w+)*\.cache(?:\(\))?|backoff\.on_(?:exception|predicate)(?:\(\))?)$/u;

/** Methods of FastAPI's and Starlette's applications and routers whose decorators take functions of either colour. */
export const registrations = new Set(
  `get post put patch delete head options trace websocket route api_route websocket_route exception_handler
  on_event`.split(/\s+/u),
);

/** Callables of libraries that take functions of either colour. */
export const takesBoth =
  /^(?:fastapi(?:\.\w+)*\.(?:Depends|Security)|(?:fastapi|starlette)(?:\.\w+)*\.(?:add_task|add_api_route|add_api_websocket_route|add_route|add_websocket_route|add_event_handler|add_exception_handler|exception_handler|FastAPI|APIRouter|Starlette|dependency_overrides|Router|BackgroundTask|Route|WebSocketRoute))$/u;

/** Callables that look at a function, or change what is said of it, and never call it. */
export const looks =
  /^(?:builtins\.(?:isinstance|issubclass|callable|hasattr|getattr|id|repr|str|print|type|bool|hash|len|set|list|tuple|dict|frozenset|super)|functools\.(?:wraps|update_wrapper|partial)|inspect\.\w+|asyncio\.iscoroutinefunction|typing(?:_extensions)?\.\w+|logging\.\w+(?:\.\w+)*|copy\.\w+|operator\.(?:is_|is_not|eq))$/u;

/** Base classes outside the project that call no method of what derives from them. */
export const neutralBases =
  /^(?:builtins\.(?:object|type|\w*(?:Exception|Error|Warning)|dict|list|str|int|float|tuple|set)|abc\.\w+|typing(?:_extensions)?\.\w+|enum\.\w+|pydantic(?:\.\w+)*\.(?:BaseModel|BaseSettings|GenericModel)|pydantic_settings\.\w+|sqlmodel(?:\.\w+)*\.SQLModel|sqlalchemy(?:\.\w+)*\.(?:DeclarativeBase|declarative_base|declarative_base\(\)|MappedAsDataclass)|dataclasses\.\w+|collections\.abc\.\w+|collections\.namedtuple\(\))$/u;

/** Methods that Python calls itself and that have no asynchronous sibling (data model, pickling, copying, formatting). */
export const special: ReadonlySet<string> = new Set(
  `new init del repr str bytes format lt le eq ne gt ge hash bool getattr getattribute setattr delattr dir get set delete
  set_name init_subclass class_getitem instancecheck subclasscheck subclasshook prepare mro_entries len length_hint getitem
  setitem delitem missing reversed contains add sub mul matmul truediv floordiv mod divmod pow lshift rshift and xor or
  radd rsub rmul rmatmul rtruediv rfloordiv rmod rdivmod rpow rlshift rrshift rand rxor ror iadd isub imul imatmul itruediv
  ifloordiv imod ipow ilshift irshift iand ixor ior neg pos abs invert complex int float index round trunc floor ceil
  reduce reduce_ex getstate setstate getnewargs getnewargs_ex copy deepcopy sizeof fspath post_init buffer release_buffer
  await aiter anext aenter aexit html clause_element get_validators get_pydantic_core_schema get_pydantic_json_schema
  modify_schema pydantic_init_subclass rich rich_repr rich_console table_args declare_last declare_first`
    .split(/\s+/u)
    .map((name) => `__${name}__`),
);

/** Callables of libraries that take iterators of either colour. */
export const takesIterators = /(?:^|\.)(?:StreamingResponse|EventSourceResponse)$/u;

/** Callables that put what they are given into a container, or hand it out again. */
export const holdsValues =
  /^(?:builtins\.(?:list|tuple|set|dict|frozenset|enumerate|zip|reversed|iter|sorted|filter)|collections\.\w+|itertools\.\w+|builtins\.list\.\w+)$/u;

/** Callables that neither call, enter nor go through an object they are given. */
export const looksAtObject =
  /^(?:builtins\.(?:isinstance|issubclass|callable|hasattr|getattr|setattr|delattr|id|repr|str|print|type|bool|hash|len|super|format|vars|dir|list\.\w+|object\.\w+)|functools\.(?:wraps|update_wrapper|partial|partialmethod)|inspect\.\w+|asyncio\.iscoroutinefunction|typing(?:_extensions)?\.\w+|logging\.\w+(?:\.\w+)*|copy\.\w+|operator\.(?:is_|is_not|eq)|weakref\.\w+)$/u;

/** Callables that run methods of what they are given, by their names. */
export const ducks: readonly (readonly [callee: RegExp, methods: readonly string[]])[] = [
  [/^contextlib\.closing$/u, ['close']],
  [/^builtins\.print$/u, ['write', 'flush']],
  [/^(?:json|pickle|marshal|yaml)\.\w*(?:dump|load)\w*$/u, ['write', 'read', 'readline', 'readinto']],
  [/^csv\.\w+$|^contextlib\.redirect_\w+$/u, ['write', 'flush', 'read', 'readline', '__iter__']],
  [/^shutil\.copyfileobj$/u, ['read', 'write']],
];

/** Methods of containers that keep what they are given, and look at no more of it than whether it is the same. */
export const keeps =
  /^builtins\.list\.(?:append|appendleft|insert|extend|add|update|setdefault|index|count|remove|discard|get|pop)$/u;
