import { z } from 'zod';

/** Who is asked for types. */
export const TYPES = ['pyright', 'ty', 'pyrefly', 'off'] as const;

/** `[tool.ferryman]` in pyproject.toml, or the whole of ferryman.toml. Flags on the command line win. */
export const configSchema = z.strictObject({
  python: z
    .string()
    .min(1)
    .optional()
    .describe("The application's Python: an interpreter or a virtual environment's folder, relative to the file"),
  types: z
    .enum(TYPES)
    .optional()
    .describe("The language server that says what the application's text leaves open; `off` asks none"),
  branch: z.string().min(1).optional().describe('The branch that `migrate` makes'),
  timeout: z.number().min(1).optional().describe("Seconds that one run of the application's tests may take"),
  knowledge: z
    .array(z.string().min(1))
    .optional()
    .describe('Folders with knowledge files of your own (YAML, see docs/knowledge.md), relative to the file'),
  threaded: z
    .array(
      z.string().regex(/^(?:[^\s:/]+:[^\s:/]+|[A-Za-z]+ \/\S*)$/u, 'an endpoint is "module:qualname" or "GET /path"'),
    )
    .optional()
    .describe('Endpoints that stay in threads, as `module:qualname` or `GET /path`; `prove --guard` says which'),
  pytest: z.array(z.string()).optional().describe("Arguments for the application's pytest, as after `--`"),
});

export type ConfigValues = z.infer<typeof configSchema>;
