/** Functions on lengths of time, which need no clock. */

import { nearestInt } from "../../language/literal.ts";
import { flat, isText, type Text } from "../../rope.ts";
import { Int, typeOf, type Value } from "../../value.ts";
import { hour, parseDuration, printDuration } from "./duration.ts";
import { any, computes, FunctionError, type FunctionTable } from "../function.ts";

export const durations: FunctionTable = {
  duration: computes([any], (seconds) => {
    return printDuration(
      BigInt.asIntN(64, 1_000_000_000n * (isText(seconds) ? nearestInt(flat(seconds)) : int64Of(seconds))),
    );
  }),
  durationRound: computes([any], function (value) {
    if (typeOf(value) === "time.Time") {
      throw new FunctionError("the clock is not read here, and so no time is so long ago");
    }
    if (isText(value)) this.budget.spend(flat(value).length / 4);
    const length = isText(value) ? lengthOf(value) : int64Of(value);
    const magnitude = length < 0n ? -length : length;
    const unit = roundUnits.find(([, size]) => magnitude > size);
    return unit === undefined ? "0s" : `${magnitude / unit[1]}${unit[0]}`;
  }),
};

const roundUnits: readonly (readonly [string, bigint])[] = [
  ["y", 365n * 24n * hour],
  ["mo", 30n * 24n * hour],
  ["d", 24n * hour],
  ["h", hour],
  ["m", hour / 60n],
  ["s", hour / 3600n],
];

/** Of the kinds of integers, Sprig looks at one only. */
function int64Of(value: Value): bigint {
  return value instanceof Int && value.kind === "int64" ? value.value : 0n;
}

/** What is no duration is 0. */
function lengthOf(text: Text): bigint {
  const length = parseDuration(text);
  return typeof length === "bigint" ? length : 0n;
}
