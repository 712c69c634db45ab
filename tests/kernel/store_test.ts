import assert from "node:assert/strict";
import fc from "fast-check";
import { controllerOf, type KubeObject, nameOf, uidOf } from "../../kernel/object.ts";
import { Store } from "../../kernel/store.ts";

interface Thing {
  readonly name: string;
  readonly uid: string;
  readonly version: number;
  readonly owner?: string;
}

function thing({ name, uid, version, owner }: Thing): KubeObject {
  const owners = owner ? [{ apiVersion: "v1", kind: "Owner", name: owner, uid: owner, controller: true }] : [];
  return { metadata: { namespace: "ns", name, uid, resourceVersion: `${version}`, ownerReferences: owners } };
}

class World {
  readonly heard: string[] = [];
  readonly store = new Store<KubeObject>((object, change) => this.heard.push(`${change} ${uidOf(object)}`));

  put(object: KubeObject): void {
    this.store.receive({ type: "put", object });
  }

  delete(object: KubeObject): void {
    this.store.receive({ type: "delete", object });
  }

  /** A list is asked for. */
  listing(): void {
    this.store.receive({ type: "listing" });
  }

  listed(...objects: KubeObject[]): void {
    this.store.receive({ type: "replace", objects });
  }

  /** Everything that the store shows. */
  get shown() {
    return {
      live: versions(this.store.all()),
      owned: versions(this.store.ownedBy("o")),
      gone: versions(this.store.goneFrom("o")),
    };
  }
}

function versions(objects: Iterable<KubeObject>): string[] {
  return [...objects].map((object) => `${uidOf(object)}@${object.metadata?.resourceVersion}`).sort();
}

const a1 = thing({ name: "a", uid: "A", version: 1, owner: "o" });
const a2 = thing({ name: "a", uid: "A", version: 2, owner: "o" });
const a3 = thing({ name: "a", uid: "A", version: 3, owner: "o" });
const b4 = thing({ name: "a", uid: "B", version: 4, owner: "o" });

Deno.test("it is synced once the first list is in, even an empty one", async () => {
  const { store } = new World();
  store.receive({ type: "replace", objects: [] });
  await store.synced;
});

Deno.test("what was seen and then deleted is remembered with its last state, until its owner is forgotten", () => {
  const world = new World();
  world.put(a1);
  world.delete(a2);
  assert.deepEqual(world.shown, { live: [], owned: [], gone: ["A@2"] });
  world.store.forget("o");
  assert.deepEqual(world.shown, { live: [], owned: [], gone: [] });
});

Deno.test("what a list misses is gone, in its last known state", () => {
  const world = new World();
  world.put(a1);
  world.listing();
  world.listed();
  assert.deepEqual(world.shown, { live: [], owned: [], gone: ["A@1"] });
  assert.deepEqual(world.heard, ["put A", "gone A"]);
});

Deno.test("an object created while a list was under way is not taken for deleted", () => {
  const world = new World();
  world.listing();
  world.store.learn(a1);
  world.listed();
  assert.deepEqual(world.shown, { live: ["A@1"], owned: ["A@1"], gone: [] });
});

Deno.test("an object created before a list was asked for is gone if the list misses it", () => {
  const world = new World();
  world.store.learn(a1);
  world.listing();
  world.listed();
  assert.deepEqual(world.shown, { live: [], owned: [], gone: ["A@1"] });
});

Deno.test("an object that the watch has shown is gone if a later list misses it, although it was created by us", () => {
  const world = new World();
  world.listing();
  world.store.learn(a1);
  world.put(a1);
  world.listed();
  assert.deepEqual(world.shown, { live: [], owned: [], gone: ["A@1"] });
});

Deno.test("the answer to a create tells nothing of an object that the watch has shown already", () => {
  const world = new World();
  world.put(a1);
  world.put(a2);
  world.store.learn(a1);
  assert.deepEqual(world.shown.live, ["A@2"]);
});

Deno.test("the answer to a create does not bring back an object whose deletion the watch has shown already", () => {
  const world = new World();
  world.put(a1);
  world.delete(a1);
  world.store.learn(a1);
  assert.deepEqual(world.shown, { live: [], owned: [], gone: ["A@1"] });
});

Deno.test("delete and create under the same name, seen as one update, is a deletion and a creation", () => {
  const world = new World();
  world.put(a1);
  world.put(b4);
  assert.deepEqual(world.shown, { live: ["B@4"], owned: ["B@4"], gone: ["A@1"] });
  assert.deepEqual(world.heard, ["put A", "gone A", "put B"]);
});

Deno.test("what we created under a name replaces the object that had it, whose last events are yet to come", () => {
  const world = new World();
  world.put(a1);
  world.store.learn(b4);
  assert.deepEqual(world.shown, { live: ["B@4"], owned: ["B@4"], gone: ["A@1"] });
  world.put(a2);
  world.delete(a3);
  world.put(b4);
  assert.deepEqual(world.shown, { live: ["B@4"], owned: ["B@4"], gone: ["A@3"] });
});

Deno.test("an object never goes back behind our own patch, whatever the watch has still to say", () => {
  const world = new World();
  const strange = thing({ name: "a", uid: "A", version: 2, owner: "o" });
  world.put(a1);
  world.store.supersede(a1, a3);
  world.put(strange);
  world.listing();
  world.listed(a1);
  assert.deepEqual(world.shown.live, ["A@3"]);
  const a5 = thing({ name: "a", uid: "A", version: 5, owner: "o" });
  world.put(a3);
  world.put(a5);
  assert.deepEqual(world.shown.live, ["A@5"]);
});

Deno.test("the answer to our own patch does nothing if the watch is ahead", () => {
  const world = new World();
  world.put(a1);
  world.put(a3);
  world.store.supersede(a1, a2);
  assert.deepEqual(world.shown, { live: ["A@3"], owned: ["A@3"], gone: [] });
  world.delete(a3);
  world.store.supersede(a3, b4);
  assert.deepEqual(world.shown, { live: [], owned: [], gone: ["A@3"] });
});

Deno.test("a patch that changed nothing is not waited for", () => {
  const world = new World();
  world.put(a1);
  world.store.supersede(a1, a1);
  world.put(a2);
  assert.deepEqual(world.shown.live, ["A@2"]);
});

Deno.test("a list that jumped over our own patch is believed", () => {
  const world = new World();
  world.put(a1);
  world.store.supersede(a1, a2);
  world.listing();
  world.listed(a3);
  assert.deepEqual(world.shown.live, ["A@3"]);
});

Deno.test("an object whose owner lets it go is gone for that owner, and told", () => {
  const world = new World();
  world.put(a1);
  world.put(thing({ name: "a", uid: "A", version: 2 }));
  assert.deepEqual(world.shown, { live: ["A@2"], owned: [], gone: ["A@1"] });
  assert.deepEqual(world.heard, ["put A", "gone A", "put A"]);
});

Deno.test("an object that comes back is gone no more", () => {
  const world = new World();
  world.put(a1);
  world.store.supersede(a1, a2);
  world.delete(a2);
  world.put(a3);
  assert.deepEqual(world.shown, { live: ["A@3"], owned: ["A@3"], gone: [] });
});

Deno.test("the listener hears of what the watch brings, once, and not of our own writes", () => {
  const world = new World();
  world.store.learn(a1);
  world.put(a1);
  world.store.supersede(a1, a2);
  world.listing();
  world.listed(a2);
  world.listing();
  world.listed(a3);
  world.listing();
  world.listed(a3);
  assert.deepEqual(world.heard, ["put A"]);
});

Deno.test("once all are deleted and their owners forgotten nothing is left", () => {
  const world = new World();
  world.store.learn(a1);
  world.store.supersede(a1, a2);
  world.put(a1);
  world.put(a2);
  world.put(b4);
  world.delete(b4);
  world.store.forget("o");
  assert.deepEqual([world.store.size, world.store.get("A"), world.store.inNamespace("ns"), world.shown.gone], [
    0,
    undefined,
    [],
    [],
  ]);
});

/**
 * An API server and a watch of it that lags behind, as an API server promises them: a list is consistent and not older than its
 * request; the stream from there shows every change in order; answers to our own writes come at any time.
 */
class Lagging {
  readonly world = new World();
  #version = 0;
  #server = new Map<string, Thing>();
  #deleted = new Set<string>();
  #log: { type: "put" | "delete"; thing: Thing }[] = [];
  #streamed = 0;
  #listing?: { served?: { things: Thing[]; at: number } };
  #answers: { name: string; uid: string; give: () => void }[] = [];
  /** By UID: the newest version that the store showed. */
  #seen = new Map<string, number>();

  change(name: string): void {
    const now = this.#server.get(name);
    if (now) this.#store("put", { ...now, version: ++this.#version });
  }

  create(name: string, owner: string, ours: boolean): void {
    if (this.#server.has(name) || this.#answers.some((answer) => answer.name === name)) return;
    const version = ++this.#version;
    const created = { name, uid: `${name}${version}`, version, owner };
    this.#store("put", created);
    if (!ours) return;
    const give = () => this.world.store.learn(thing(created));
    this.#answers.push({ name, uid: created.uid, give });
  }

  /** A patch with the version that the store shows, which conflicts if that is old. */
  patch(name: string): void {
    const shown = [...this.world.store.all()].find((object) => nameOf(object) === name);
    const now = this.#server.get(name);
    if (!shown || !now || uidOf(shown) !== now.uid || shown.metadata?.resourceVersion !== `${now.version}`) return;
    const patched = { ...now, version: ++this.#version };
    this.#store("put", patched);
    const give = () => this.world.store.supersede(shown, thing(patched));
    this.#answers.push({ name, uid: now.uid, give });
  }

  remove(name: string): void {
    const now = this.#server.get(name);
    if (!now) return;
    this.#server.delete(name);
    this.#deleted.add(now.uid);
    this.#log.push({ type: "delete", thing: { ...now, version: ++this.#version } });
  }

  answer(which: number): void {
    const [answer] = this.#answers.splice(which % this.#answers.length, 1);
    answer?.give();
  }

  stream(): void {
    if (this.#listing) return;
    const next = this.#log[this.#streamed];
    if (!next) return;
    this.#streamed += 1;
    this.world.store.receive({ type: next.type, object: thing(next.thing) });
  }

  /** A step of listing anew: asked for, served, received. */
  list(): void {
    if (!this.#listing) {
      this.#listing = {};
      this.world.listing();
    } else if (!this.#listing.served) {
      this.#listing.served = { things: [...this.#server.values()], at: this.#log.length };
    } else {
      const { served } = this.#listing;
      this.world.listed(...served.things.map(thing));
      this.#streamed = served.at;
      this.#listing = undefined;
    }
  }

  checkAlways(): void {
    for (const object of this.world.store.all()) {
      const version = Number(object.metadata?.resourceVersion);
      assert.ok(version >= (this.#seen.get(uidOf(object)) ?? 0), `${uidOf(object)} went back`);
      this.#seen.set(uidOf(object), version);
    }
    for (const owner of ["o", "p"]) {
      for (const object of this.world.store.goneFrom(owner)) {
        assert.ok(this.#deleted.has(uidOf(object)), `${uidOf(object)} was taken for deleted`);
        assert.equal(this.world.store.get(uidOf(object)), undefined, "live and gone at once");
      }
    }
  }

  /** When all is said, the store shows what there is, and remembers all that it ever showed. */
  checkAtLast(): void {
    while (this.#answers.length > 0) this.answer(0);
    while (this.#listing) this.list();
    for (let step = 0; step < 3; step++) this.list();
    while (this.#streamed < this.#log.length) this.stream();
    this.checkAlways();
    const { store } = this.world;
    const things = [...this.#server.values()];
    assert.deepEqual(versions(store.all()), versions(things.map(thing)));
    for (const owner of ["o", "p"]) {
      const owned = things.filter((thing) => thing.owner === owner);
      assert.deepEqual(versions(store.ownedBy(owner)), versions(owned.map(thing)));
      assert.ok(store.goneFrom(owner).every((object) => controllerOf(object)?.uid === owner));
    }
    assert.deepEqual(versions(store.inNamespace("ns")), versions(things.map(thing)));
    const gone = new Set([...store.goneFrom("o"), ...store.goneFrom("p")].map(uidOf));
    const lost = [...this.#seen.keys()].filter((uid) => this.#deleted.has(uid) && !gone.has(uid));
    assert.deepEqual(lost, [], "were seen, deleted and not remembered");
  }

  #store(type: "put", thing: Thing): void {
    this.#server.set(thing.name, thing);
    this.#log.push({ type, thing });
  }
}

Deno.test("however watch, lists and answers interleave, no deletion is made up or lost and nothing goes back", () => {
  const name = fc.constantFrom("a", "b");
  const named = fc.record({ do: fc.constantFrom("change" as const, "remove" as const, "patch" as const), name });
  const create = fc.record({
    do: fc.constant("create" as const),
    name,
    owner: fc.constantFrom("o", "p"),
    ours: fc.constantFrom(true, true, false),
  });
  const answer = fc.record({ do: fc.constant("answer" as const), which: fc.nat(3) });
  const plain = fc.record({ do: fc.constantFrom("stream" as const, "list" as const) });
  fc.assert(
    fc.property(fc.array(fc.oneof(create, named, answer, plain, plain), { maxLength: 40, size: "max" }), (steps) => {
      const lagging = new Lagging();
      for (const step of steps) {
        switch (step.do) {
          case "create":
            lagging.create(step.name, step.owner, step.ours);
            break;
          case "answer":
            lagging.answer(step.which);
            break;
          case "stream":
          case "list":
            lagging[step.do]();
            break;
          case "change":
          case "remove":
          case "patch":
            lagging[step.do](step.name);
            break;
        }
        lagging.checkAlways();
      }
      lagging.checkAtLast();
    }),
    { numRuns: 2000 },
  );
});
