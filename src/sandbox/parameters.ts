import { Refusal, validationError } from './refusal.ts';

/** The parameters of a call as they came, by name. */
export type Parameters = ReadonlyMap<string, string>;

interface Field<T> {
  required: boolean;
  /** AWS's constraints that the text breaks, as its message puts them. */
  broken(text: string): string[];
  value(text: string | undefined, member: string): T;
}

type Fields = Record<string, Field<unknown>>;
type Values<F extends Fields> = {
  [K in keyof F]: F[K] extends Field<infer T> ? T : never;
};

interface TextRule {
  min?: number;
  max?: number;
  /** As AWS writes it in its message; the whole text must match. */
  pattern?: string;
  /** IAM's own sentence for a pattern that does not match, in place of the generic one. */
  says?: string;
}

/** An optional text. */
export function text(rule: TextRule = {}): Field<string | undefined> {
  const matches = rule.pattern === undefined ? undefined : new RegExp(`^(?:${rule.pattern})$`, 'u');
  return {
    required: false,
    value: (given, member) => {
      if (rule.says && given !== undefined && matches?.test(given) === false) {
        throw validationError(`The specified value for ${member} is invalid. ${rule.says}`);
      }
      return given;
    },
    broken: (given) => [
      ...lengthBroken(given, rule),
      ...(rule.says || !matches || matches.test(given)
        ? []
        : [`Member must satisfy regular expression pattern: ${rule.pattern}`]),
    ],
  };
}

/** An optional integer from `min` to `max`. */
export function integer(min: number, max: number): Field<number | undefined> {
  return {
    required: false,
    value: (given, member) => {
      if (given === undefined) return undefined;
      if (/^[+-]?\d+$/.test(given)) return Number(given);
      throw new Refusal(400, 'MalformedInput', `Value '${given}' at '${member}' is not an integer`);
    },
    broken: (given) => {
      if (Number(given) < min) return [`Member must have value greater than or equal to ${min}`];
      if (Number(given) > max) return [`Member must have value less than or equal to ${max}`];
      return [];
    },
  };
}

/** An optional text out of a few. */
export function oneOf<const T extends string>(...allowed: readonly T[]): Field<T | undefined> {
  return {
    required: false,
    value: (given) => given as T | undefined,
    broken: (given) =>
      (allowed as readonly string[]).includes(given)
        ? []
        : [`Member must satisfy enum value set: [${allowed.join(', ')}]`],
  };
}

/** The same field, but it must be given. */
export function required<T>(field: Field<T | undefined>): Field<T> {
  return { ...field, required: true, value: (given, member) => field.value(given, member) as T };
}

/**
 * Reads the named parameters of a call.
 * @throws Refusal ValidationError with every broken constraint, worded as AWS words it
 */
export function read<F extends Fields>(parameters: Parameters, fields: F): Values<F> {
  const broken = Object.entries(fields).flatMap(([name, field]) =>
    complaints(parameters, name, field),
  );
  if (broken.length > 0) {
    const errors = broken.length === 1 ? 'error' : 'errors';
    throw validationError(`${broken.length} validation ${errors} detected: ${broken.join('; ')}`);
  }
  const values = Object.entries(fields).map(([name, field]) => [
    name,
    field.value(parameters.get(name), memberName(name)),
  ]);
  return Object.fromEntries(values) as Values<F>;
}

function complaints(parameters: Parameters, name: string, field: Field<unknown>): string[] {
  const given = parameters.get(name);
  const at = `at '${memberName(name)}' failed to satisfy constraint:`;
  if (given !== undefined) {
    return field.broken(given).map((constraint) => `Value '${given}' ${at} ${constraint}`);
  }
  return field.required ? [`Value null ${at} Member must not be null`] : [];
}

function lengthBroken(given: string, { min = 0, max = Number.POSITIVE_INFINITY }: TextRule) {
  if (given.length < min) return [`Member must have length greater than or equal to ${min}`];
  if (given.length > max) return [`Member must have length less than or equal to ${max}`];
  return [];
}

function memberName(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
