/** Writes what an API server would write as protobuf, for servers that a test plays. */

import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";

/** The fields of a message by their numbers: a text, a number or the bytes of another message. */
export function message(
  fields: readonly (readonly [number: number, value: string | number | Uint8Array])[],
): Uint8Array {
  const writer = new BinaryWriter();
  for (const [number, value] of fields) {
    if (typeof value === "number") writer.tag(number, WireType.Varint).int64(value);
    else if (typeof value === "string") writer.tag(number, WireType.LengthDelimited).string(value);
    else writer.tag(number, WireType.LengthDelimited).bytes(value);
  }
  return writer.finish();
}

/** An object as it stands alone. */
export function enveloped(object: Uint8Array): Uint8Array {
  return new Uint8Array([...new TextEncoder().encode("k8s\0"), ...message([[2, object]])]);
}

export function statusOf(
  { code, reason, message: text }: { code: number; reason: string; message: string },
): Uint8Array {
  return enveloped(message([[2, "Failure"], [3, text], [4, reason], [6, code]]));
}

/** An event of a watch, without its length. */
export function eventOf(type: string, object: Uint8Array): Uint8Array {
  return message([[1, type], [2, message([[1, object]])]]);
}

/** With its length before it, as in a watch. */
export function framed(bytes: Uint8Array): Uint8Array {
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, bytes.length);
  return new Uint8Array([...length, ...bytes]);
}
