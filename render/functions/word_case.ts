/** Rewrites names from one convention to another, word by word as the Go library that Sprig uses finds words. */

import { isSpace, isUpper, lower, upper } from "../characters.ts";

/** "some_words" and "GOLANG IS" as "SomeWords" and "GolangIs". */
export function pascalCase(text: string): string {
  const characters = [...text];
  const start = characters.findIndex((character) => !isConnector(character));
  const first = characters[start];
  // The library repeats the last connector when there are no words.
  if (first === undefined) return text + (characters.at(-1) ?? "");
  let result = characters.slice(0, start).join("");
  let inCapitals = isUpper(first);
  let pending = upper(first);
  for (const character of characters.slice(start + 1)) {
    let next = character;
    if (!isConnector(pending)) {
      result += pending;
      inCapitals &&= isUpper(character);
      if (inCapitals) next = lower(character);
    } else if (isConnector(character)) {
      result += pending;
    } else {
      inCapitals = isUpper(character);
      next = upper(character);
    }
    pending = next;
  }
  return result + pending;
}

interface Word {
  readonly kind: "capitals" | "connector" | "letters" | "number" | "other" | "punctuation" | "end";
  readonly text: string;
}

/** "HTTPServer2" and "Some words" as "http_server2" and "some_words", with `connector` between the words. */
export function lowerCase(text: string, connector: string): string {
  const words = wordsOf(text);
  const wordAt = (at: number) => words[at] ?? end;
  let result = "";
  let at = 0;
  const add = ({ kind, text }: Word) => {
    if (kind === "connector") result += connector.repeat([...text].length);
    else result += kind === "capitals" ? lower(text) : text;
  };
  const addWhile = (...kinds: Word["kind"][]) => {
    for (; kinds.includes(wordAt(at).kind); at++) add(wordAt(at));
  };
  const connect = () => {
    if (!["end", "connector", "punctuation"].includes(wordAt(at).kind)) result += connector;
  };
  while (at + 1 < words.length) {
    const word = wordAt(at++);
    add(word);
    if (word.kind === "connector" || word.kind === "punctuation") continue;
    if (word.kind === "number") addWhile("letters", "number");
    else if (wordAt(at).kind === "number") {
      if (at + 1 === words.length) break;
      // A number belongs to the word before it, unless small letters follow: "bld4_floor", but "http_2xx".
      if (wordAt(at + 1).kind === "letters") {
        result += connector;
        addWhile("letters", "number");
      } else add(wordAt(at++));
    }
    connect();
  }
  add(wordAt(at));
  return result;
}

const end: Word = { kind: "end", text: "" };

/** Letters but capitals and Chinese characters. */
const letter = String.raw`[\p{L}--[\p{Lu}\u3400-\u4d85\u4e00-\u9fcc\u{20000}-\u{2b81d}]]`;
const connectors = String.raw`\-_\t\n\v\f\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000`;
const wordPattern = new RegExp(
  [
    `(?<connector>[${connectors}]+)`,
    String.raw`(?<punctuation>\p{P}+)`,
    String.raw`(?<capitals>\p{Lu}${letter}+|\p{Lu}+(?!${letter}))`,
    `(?<letters>${letter}+)`,
    String.raw`(?<number>\p{N}+)`,
    `(?<other>[^${connectors}\\p{P}\\p{N}\\p{Lu}${letter}]+)`,
  ].join("|"),
  "gv",
);

function wordsOf(text: string): Word[] {
  return [...text.matchAll(wordPattern)].map(({ 0: text, groups = {} }) => {
    const { connector, punctuation, capitals, letters, number } = groups;
    if (connector !== undefined) return { kind: "connector", text };
    if (punctuation !== undefined) return { kind: "punctuation", text };
    if (capitals !== undefined) return { kind: "capitals", text };
    if (letters !== undefined) return { kind: "letters", text };
    return { kind: number !== undefined ? "number" : "other", text };
  });
}

function isConnector(character: string): boolean {
  return character === "-" || character === "_" || isSpace(character);
}
