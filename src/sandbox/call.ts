import type { Caller } from './caller.ts';
import type { Parameters } from './parameters.ts';
import type { World } from './world.ts';
import type { XmlValue } from './xml.ts';

/** An authenticated call, as its action's handler gets it. */
export interface Call {
  world: World;
  caller: Caller;
  parameters: Parameters;
}

/** Carries out a call. Returns the content of its `…Result` element; throws Refusal. */
export type Handler = (call: Call) => XmlValue | undefined;
