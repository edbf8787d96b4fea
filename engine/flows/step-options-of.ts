import type * as z from "zod";
import type { StepTypeName, stepTypes } from "../step-types/registry.ts";

/** The options of a type of step, by its name. */
export type OptionsOf<Name extends StepTypeName> = z.infer<(typeof stepTypes)[Name]["options"]>;
