/** Functions on times, and the methods that a template can call on one. No clock is read, and the local zone is UTC. */

import { deferred, flat, Rope, type Text } from "../../rope.ts";
import { Int, int, int64, Struct, typeOf, type Value } from "../../value.ts";
import { parseDuration } from "./duration.ts";
import {
  any,
  computes,
  type Context,
  encodes,
  FunctionError,
  type FunctionTable,
  type Parameter,
  passes,
  string,
  text,
  wideInteger,
} from "../function.ts";
import { add, type Moment, nanosecondsOf, ofUnix, secondsOf, show, start, toUnix } from "./moment.ts";
import { format } from "./time_layout.ts";
import { type ReadTime, readTime } from "./time_reading.ts";
import { utc, type Zone, zoneAt } from "./time_zone.ts";

/** A time, and whether a value took part in making it. */
interface Known extends ReadTime {
  readonly isTrusted: boolean;
}

/** The time that a Go value is. */
const timeOf = new WeakMap<Struct, Known>();

const time: Parameter<Known> = {
  type: "time.Time",
  take: (value) => {
    const known = value instanceof Struct ? timeOf.get(value) : undefined;
    return known === undefined ? undefined : { value: known };
  },
};

const duration: Parameter<bigint> = {
  type: "time.Duration",
  take: (value) => value instanceof Int && value.kind === "time.Duration" ? { value: value.value } : undefined,
};

const htmlLayout = "2006-01-02";

const dateInZone = computes([string, any, string], function (layout, value, zone) {
  return formatted(this, layout, value, zone);
});

const dateModify = encodes([text, time], function (change, time) {
  const length = durationOf(this, change);
  return later(this, time, typeof length === "bigint" ? length : 0n, isTrusted(change));
});

const mustDateModify = encodes([text, time], function (change, time) {
  const length = durationOf(this, change);
  if (typeof length !== "bigint") throw new FunctionError(length);
  return later(this, time, length, isTrusted(change));
});

export const times: FunctionTable = {
  toDate: encodes([text, text], function (layout, text) {
    try {
      return read(this, layout, text);
    } catch (error) {
      if (!(error instanceof FunctionError)) throw error;
      return objectOf(this, { moment: start, zone: utc, isTrusted: isTrusted(layout, text) });
    }
  }),
  mustToDate: encodes([text, text], function (layout, text) {
    return read(this, layout, text);
  }),
  unixEpoch: computes([time], ({ moment }) => String(toUnix(moment))),
  dateModify,
  date_modify: dateModify,
  mustDateModify,
  must_date_modify: mustDateModify,
  date: computes([string, any], function (layout, value) {
    return formatted(this, layout, value, "Local");
  }),
  dateInZone,
  date_in_zone: dateInZone,
  htmlDate: computes([any], function (value) {
    return formatted(this, htmlLayout, value, "Local");
  }),
  htmlDateInZone: computes([any, string], function (value, zone) {
    return formatted(this, htmlLayout, value, zone);
  }),
};

function isTrusted(...texts: readonly Text[]): boolean {
  return !texts.some((text) => text instanceof Rope);
}

function durationOf({ budget }: Context, text: Text): bigint | Text {
  budget.spend(flat(text).length / 4);
  return parseDuration(text);
}

function read(context: Context, layout: Text, text: Text): Struct {
  context.budget.spend(2 * (flat(layout).length + flat(text).length));
  return objectOf(context, { ...readTime(layout, text), isTrusted: isTrusted(layout, text) });
}

function formatted({ budget }: Context, layout: string, value: Value, name: string): string {
  const moment = momentOf(value);
  // To look a zone up takes a while.
  budget.spend(layout.length + 100);
  return format(layout, moment, zoneAt(name, moment));
}

/** For what is no time, Sprig takes the time it is. */
function momentOf(value: Value): Moment {
  const known = value instanceof Struct ? timeOf.get(value) : undefined;
  if (known !== undefined) return known.moment;
  if (value instanceof Int && ["int", "int32", "int64"].includes(value.kind)) return ofUnix(value.value);
  throw new FunctionError(
    `${
      typeOf(value)
    } is no time, and the clock is not read here: there are toDate for text, and int64 for Unix seconds`,
  );
}

function later(context: Context, time: Known, length: bigint, isTrusted: boolean): Struct {
  return objectOf(context, { ...time, moment: add(time.moment, length), isTrusted: time.isTrusted && isTrusted });
}

function objectOf({ budget }: Context, known: Known): Struct {
  budget.spend(40);
  const { moment, zone } = known;
  const mark = (text: string): Text => known.isTrusted ? text : deferred(text);
  const fields: readonly [string, Value][] = [
    ["wall", new Int("uint64", BigInt(moment.nanoseconds))],
    ["ext", int64(moment.seconds)],
    ["loc", locationOf(zone)],
  ];
  const isEncodable = /^\d{4}$/.test(String(show(moment, zone.offset).year).padStart(4, "0")) &&
    Math.abs(zone.offset) < 24 * 3600;
  const object = new Struct(
    "time.Time",
    new Map(fields),
    methodsOf(known, mark),
    mark(format("2006-01-02 15:04:05.999999999 -0700 MST", moment, zone)),
    isEncodable ? mark(format("2006-01-02T15:04:05.999999999Z07:00", moment, zone)) : null,
  );
  timeOf.set(object, known);
  return object;
}

function methodsOf(known: Known, mark: (text: string) => Text): FunctionTable {
  const { moment, zone } = known;
  const shown = show(moment, zone.offset);
  const number = (kind: Int["kind"], value: number | bigint) => passes([], () => new Int(kind, BigInt(value)));
  const unix = (perSecond: bigint) => {
    const fraction = BigInt(moment.nanoseconds) * perSecond / 1_000_000_000n;
    return passes([], () => int64(toUnix(moment) * perSecond + fraction));
  };
  const order = ({ moment: other }: Known) => Number(nanosecondsOf(moment) - nanosecondsOf(other));
  const inUtc = passes([], function () {
    return objectOf(this, { ...known, zone: utc });
  });
  return {
    Format: computes([string], function (layout) {
      this.budget.spend(layout.length);
      return mark(format(layout, moment, zone));
    }),
    String: passes([], () => mark(format("2006-01-02 15:04:05.999999999 -0700 MST", moment, zone))),
    Unix: unix(1n),
    UnixMilli: unix(1_000n),
    UnixMicro: unix(1_000_000n),
    UnixNano: unix(1_000_000_000n),
    Year: number("int", shown.year),
    Month: number("time.Month", shown.month),
    Day: number("int", shown.day),
    Weekday: number("time.Weekday", shown.weekday),
    YearDay: number("int", shown.yearDay),
    Hour: number("int", shown.hour),
    Minute: number("int", shown.minute),
    Second: number("int", shown.second),
    Nanosecond: number("int", moment.nanoseconds),
    UTC: inUtc,
    Local: inUtc,
    IsDST: passes([], () => false),
    IsZero: passes([], () => moment.seconds === 0n && moment.nanoseconds === 0),
    Before: passes([time], (other) => order(other) < 0),
    After: passes([time], (other) => order(other) > 0),
    Equal: passes([time], (other) => order(other) === 0),
    Compare: passes([time], (other) => int(Math.sign(order(other)))),
    Add: passes([duration], function (length) {
      return later(this, known, length, true);
    }),
    AddDate: passes([wideInteger, wideInteger, wideInteger], function (years, months, days) {
      const secondOfDay = (shown.hour * 60 + shown.minute) * 60 + shown.second - zone.offset;
      const { year, month, day } = shown;
      const seconds = secondsOf(BigInt(year) + years, BigInt(month) + months, BigInt(day) + days, secondOfDay);
      return objectOf(this, { ...known, moment: { ...moment, seconds } });
    }),
    Sub: passes([time], (other) => {
      const length = nanosecondsOf(moment) - nanosecondsOf(other.moment);
      const fitting = BigInt.asIntN(64, length) === length ? length : length < 0n ? -(2n ** 63n) : 2n ** 63n - 1n;
      return new Int("time.Duration", fitting);
    }),
    Truncate: passes([duration], function (unit) {
      return later(this, known, unit > 0n ? -remainder(moment, unit) : 0n, true);
    }),
    Round: passes([duration], function (unit) {
      const rest = unit > 0n ? remainder(moment, unit) : 0n;
      return later(this, known, 2n * rest < unit || rest === 0n ? -rest : unit - rest, true);
    }),
  };
}

/** How long ago the unit of time began, counted from year 1. */
function remainder(moment: Moment, unit: bigint): bigint {
  return ((nanosecondsOf(moment) % unit) + unit) % unit;
}

/** Go has one of each zone that has no name and whole hours; others are new each time, and so not equal. */
const locations = new Map<number, Struct>();

function locationOf({ abbreviation = "", offset }: Zone): Value {
  if (abbreviation === "UTC" && offset === 0) return null;
  const known = abbreviation === "" ? locations.get(offset) : undefined;
  if (known !== undefined) return known;
  const fields: readonly [string, Value][] = [["name", abbreviation], ["offset", int(offset)]];
  const location = new Struct("*time.Location", new Map(fields));
  if (abbreviation === "" && offset % 3600 === 0 && Math.abs(offset - 3600) <= 13 * 3600) {
    locations.set(offset, location);
  }
  return location;
}
