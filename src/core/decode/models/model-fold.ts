import type { JsonValue } from "../json/json-value.ts";
import type { AnswerBuilder } from "./answer-builder.ts";

/** Adds what one event of a model's stream says to an answer. False where it is not understood. */
export type ModelFold = (answer: AnswerBuilder, value: JsonValue, message: number) => boolean;
