// Mermaid parses its charts, and finds the nodes and edges that the graph has.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const folder = process.argv[2];
const modules = process.env.NODE_PATH;
const require = createRequire(join(modules, "x.js"));
const { JSDOM } = require("jsdom");
// Mermaid cleans labels through a document, also when it only parses.
const { window } = new JSDOM("");
globalThis.window = window;
globalThis.document = window.document;
const { default: mermaid } = await import(
  pathToFileURL(join(modules, "mermaid/dist/mermaid.core.mjs"))
);
mermaid.initialize({ maxEdges: 5000, maxTextSize: 5000000 });

const expected = JSON.parse(readFileSync(join(folder, "expected.json")));
for (const [name, wanted] of [
  ["aggregate.mmd", expected.aggregate],
  ["edges.mmd", expected.edges],
]) {
  const source = readFileSync(join(folder, name), "utf8");
  const diagram = await mermaid.mermaidAPI.getDiagramFromText(source);
  const between = wanted.filter((edge) => edge.source !== edge.target);
  const ends = new Set(between.flatMap((edge) => [edge.source, edge.target]));
  const found = [diagram.db.getVertices().size, diagram.db.getEdges().length];
  if (found[0] !== ends.size || found[1] !== between.length) {
    console.error(`${name}: ${found} nodes and edges, not ${[ends.size, between.length]}`);
    process.exit(1);
  }
  const text = JSON.stringify([...diagram.db.getVertices().values()].map((v) => v.text));
  if (text.includes("<script")) {
    console.error(`${name}: a name became markup`);
    process.exit(1);
  }
  console.log(`${name}: ${found} nodes and edges`);
}
