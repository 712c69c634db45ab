/** Runs controllers: one watch for each kind that they need, one loop for each of them. */

import { Events } from "./events.ts";
import { Lists } from "./lists.ts";
import { Loop, type World } from "./loop.ts";
import { controllerOf, type Kind, type KubeObject } from "./object.ts";
import type { Controller } from "./plan.ts";
import { Store } from "./store.ts";
import { Stores } from "./stores.ts";
import { watch } from "./watch.ts";

/** Runs until the signal fires; then ends when the requests under way have. `ready` is called once every first list is in. */
export async function run<T extends readonly Controller<KubeObject>[]>(
  controllers: T,
  world: World,
  ready = () => {},
): Promise<void> {
  const { metrics, health, signal } = world;
  const stores = new Stores();
  const events = new Events(world);
  const lists = new Lists(world);
  const looks = { underWay: 0 };
  const loops = controllers.map((controller) => new Loop(controller, stores, world, events, lists, looks));
  const watches: Promise<void>[] = [];
  for (const kind of watchedKinds(controllers)) {
    const store = new Store<KubeObject>((object, change) => {
      for (const loop of loops) loop.changed(kind, object, change);
      // Nobody will ever ask what became of an object that someone else owned.
      if (change === "gone" && !loops.some((loop) => loop.manages(kind, object))) {
        store.forget(controllerOf(object)?.uid ?? "");
      }
    });
    stores.add(kind, store);
    const receive = store.receive.bind(store);
    const recovered = () => loops.forEach((loop) => loop.retry());
    const restarted = metrics.counter(watchRestarts, { kind: kind.kind });
    const pulse = health.pulse(`watch-${kind.plural}`, signal);
    watches.push(watch({ ...world, kind, receive, recovered, pulse, restarts: () => restarted.add() }));
  }
  await Promise.race([stores.synced(), ended(signal)]);
  if (!signal.aborted) ready();
  await Promise.all([...loops.map((loop) => loop.run()), ...watches]);
  await events.end();
}

const watchRestarts = {
  name: "kubetask_watch_restarts_total",
  help: "How often a watch or list failed and was begun anew, by kind.",
};

/** Every kind that is watched for these controllers, once. */
function watchedKinds(controllers: readonly Controller<KubeObject>[]): Kind[] {
  const kinds = controllers.flatMap(({ kind, owns, watches }) => [kind, ...owns, ...watches]);
  return [...new Map(kinds.filter((kind) => !kind.immutable).map((kind) => [kind.plural, kind])).values()];
}

function ended(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
