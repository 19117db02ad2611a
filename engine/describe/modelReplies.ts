import { z } from 'zod';

export const versionReply = z.object({ version: z.string() });

const details = z.object({ parameter_size: z.string().optional(), quantization_level: z.string().optional(), families: z.array(z.string()).nullish() }).partial().nullish();

export const tagsReply = z.object({
  models: z.array(z.object({ name: z.string(), digest: z.string(), size: z.number(), details })).nullable().transform((models) => models ?? []),
});

export const psReply = z.object({ models: z.array(z.object({ name: z.string() })).nullable().transform((models) => models ?? []) });

export const showReply = z.object({ capabilities: z.array(z.string()).nullish(), projector_info: z.record(z.string(), z.unknown()).nullish(), details });

/** What a model can do. Servers before 0.6.4 do not say: there a projector or the family `clip` or `mllama` means pictures. */
export function capabilitiesOf({ capabilities, projector_info: projector, details: about }: z.infer<typeof showReply>): readonly string[] {
  if (capabilities) return capabilities;
  const hasVision = Object.keys(projector ?? {}).length > 0 || (about?.families ?? []).some((family) => family === 'clip' || family === 'mllama');
  return hasVision ? ['completion', 'vision'] : ['completion'];
}

export const chatPiece = z.object({
  message: z.object({ content: z.string() }).partial().nullish(),
  done: z.boolean(), done_reason: z.string().optional(), prompt_eval_count: z.number().optional(), eval_count: z.number().optional(),
});

export const pullLine = z.object({ status: z.string(), digest: z.string().optional(), total: z.number().optional(), completed: z.number().optional() });

/** A name without a tag means `:latest`. */
export const fullModelName = (name: string) => (/:[^/]*$/u.test(name) ? name : `${name}:latest`);
