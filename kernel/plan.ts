/** The contract of a controller: from what is observed to what should be written. Pure data and pure functions. */

import type { CoreV1Event } from "@kubernetes/client-node";
import type { Observation, Sample } from "./metrics/metrics.ts";
import type { AsJson, Kind, KubeObject } from "./object.ts";

/** Runs one kind of object: says what it needs to see, and what it wants when the world looks like that. */
export interface Controller<T extends KubeObject> {
  readonly kind: Kind<T>;
  /** Kinds it creates. Each create and patch of another kind is refused; changes of an owned object wake its owner. */
  readonly owns: readonly Kind[];
  /** Kinds of which it sees all objects in its object's namespace. A change wakes every object of that namespace. */
  readonly watches: readonly Kind[];
  /** Kinds it reads one by one, by name, fresh at every look. */
  readonly gets: readonly Kind[];
  /** Kinds it lists by label, where it may: the right to that is not among those that it needs. */
  readonly lists?: readonly Kind[];
  /** The objects to read before this object is reconciled, in groups: each is read before the next one is asked for. */
  reads(observed: Observed<T>): Iterable<readonly Read[]>;
  /** What it would like to list, once all is read. What the API server has no answer to yet holds up nothing else. */
  listings?(observed: Observed<T>): Iterable<Listing>;
  /** What should happen next. Never waits, never throws for something a user can cause. */
  reconcile(observed: Observed<T>): Plan;
  /** What should happen to owned objects that are left over although their owner is gone. */
  orphaned?(kind: Kind, object: KubeObject): readonly Write[];
  /** What to tell people once the object's status was stored: once per change, so a restart repeats nothing. */
  notices?(before: T, after: T): readonly Notice[];
  /** What to tell in numbers. */
  readonly measures?: Measures<T>;
}

/** Numbers about a controller's objects. Their labels never hold what users wrote, so there are few series. */
export interface Measures<T extends KubeObject> {
  /** How things stand, counted anew whenever someone asks. */
  standing(objects: Iterable<T>): Iterable<Sample>;
  /** What happened, once the object's status was stored: once per change. */
  happened(before: T, after: T): Iterable<Observation>;
}

/** What happened to an object, or why nothing does. */
export interface Notice {
  readonly type: "Normal" | "Warning";
  /** CamelCase. */
  readonly reason: string;
  /** A sentence a person understands. Never holds a value of a Secret, a ConfigMap or a prompt. */
  readonly message: string;
}

export type Event = AsJson<CoreV1Event>;
/** What a notice becomes in the API server. */
export const Event: Kind<Event> = { apiVersion: "v1", kind: "Event", plural: "events" };

/** One object to read by name, in the namespace of the object that is reconciled. */
export interface Read {
  readonly kind: Kind;
  readonly name: string;
}

/** Objects of one label's value, to be listed in the namespace of the object that is reconciled. */
export interface Listing {
  readonly kind: Kind;
  readonly label: string;
  readonly value: string;
  /** `once`: as soon as possible. `again`: 5 s after that was first asked for, and then less and less often, up to every 5 min. */
  readonly when: "once" | "again";
}

/** What the watches know. */
export interface Seen<T extends KubeObject> {
  readonly object: T;
  /** The live objects of a kind that this object controls. */
  owned<K extends KubeObject>(kind: Kind<K>): readonly K[];
  /** The last known state of objects that this object controlled and that were deleted while we looked. */
  gone<K extends KubeObject>(kind: Kind<K>): readonly K[];
  /** All objects of a watched kind in the object's namespace, by name. */
  watched<K extends KubeObject>(kind: Kind<K>): readonly K[];
}

/** All that a reconciler may look at. */
export interface Observed<T extends KubeObject> extends Seen<T> {
  /** An object named by `reads`; undefined if there is none of that name. */
  read<K extends KubeObject>(kind: Kind<K>, name: string): K | undefined;
  /** Why something in `reads` could not be read, if so: then nothing can be concluded from what `read` does not find. */
  readonly unreadable?: Refusal;
  /** What was listed last for a value of `listings`, or why it cannot be; undefined if that is not known yet. */
  listed<K extends KubeObject>(kind: Kind<K>, value: string): readonly K[] | Refusal | undefined;
  /** Why the last create of this name did not succeed, if it did not. */
  refused(kind: Kind, name: string): Refusal | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What a reconciler wants. An empty plan means: all is as it should be. */
export interface Plan {
  /** Carried out in order of appearance, several at a time. May be lazy: drawn as they are sent. */
  readonly writes?: Iterable<Write>;
  /** The whole status as it should read; written if it differs from the stored one, but not more than once a second. */
  readonly status?: object;
  /** The status is written at once, before any of `writes`. */
  readonly statusNow?: boolean;
  /** Cannot proceed, and what it waits for is not watched: look again after 5 s, then less and less often, up to every 5 min. */
  readonly blocked?: true;
  /** Nothing will be wanted for this object any more: what is remembered of it may be forgotten. */
  readonly finished?: true;
}

export const nothing: Plan = {};

export type Write = Create | Patch;

/** Creates an object under a fixed name. One that is already there counts as created if we control it and `identity` agrees. */
export interface Create {
  readonly do: "create";
  readonly kind: Kind;
  readonly name: string;
  /** Called when the object is about to be sent. What cannot be made is refused without being sent. */
  make(): KubeObject | Refusal;
  /** Annotations in which an existing object must agree to be the one meant. */
  readonly identity?: readonly string[];
}

/** Changes an owned object by a JSON patch (RFC 6902), guarded by its UID. */
export interface Patch {
  readonly do: "patch";
  readonly kind: Kind;
  readonly object: KubeObject;
  readonly operations: readonly PatchOperation[];
}

export interface PatchOperation {
  readonly op: "add" | "remove" | "replace" | "test";
  readonly path: string;
  readonly value?: unknown;
}

/** What the API server's refusals come down to. A reconciler that cannot make an object has words of its own. */
export type RefusalReason =
  | "AdmissionDenied"
  | "Forbidden"
  | "Invalid"
  | "NameConflict"
  | "NamespaceTerminating"
  | "NotFound"
  | "QuotaExceeded"
  | "TooLarge";

/**
 * Why a create did not succeed. `invalid` will not get better by itself; `blocked` may heal without an edit of this object and is
 * tried again later.
 */
export interface Refusal {
  readonly class: "invalid" | "blocked";
  /** CamelCase, as in a condition. */
  readonly reason: string;
  /** A sentence a person understands. Never holds a value of a Secret, a ConfigMap or a prompt. */
  readonly message: string;
}
