import { z } from 'zod';

/** `[tool.ferryman]` in pyproject.toml, or the whole of ferryman.toml. Flags on the command line win. */
export const configSchema = z.strictObject({
  python: z
    .string()
    .min(1)
    .optional()
    .describe("The application's Python: an interpreter or a virtual environment's folder, relative to the file"),
  branch: z.string().min(1).optional().describe('The branch that `migrate` makes'),
  timeout: z.number().min(1).optional().describe("Seconds that one run of the application's tests may take"),
  knowledge: z
    .array(z.string().min(1))
    .optional()
    .describe('Folders with knowledge files of your own (YAML, see docs/knowledge.md), relative to the file'),
  pytest: z.array(z.string()).optional().describe("Arguments for the application's pytest, as after `--`"),
});

export type ConfigValues = z.infer<typeof configSchema>;
