// Neo4j's own parser takes the script, and each row stands in it once.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const folder = process.argv[2];
const require = createRequire(join(process.env.NODE_PATH, "x.js"));
const { lintCypherQuery } = require("@neo4j-cypher/language-support");

const expected = JSON.parse(readFileSync(join(folder, "expected.json")));
const statements = expected.statements.length;
for (const [name, rows] of [
  ["edges.cypher", expected.entities.length + expected.edges.length],
  [
    "statements.cypher",
    expected.entities.length + statements + expected.documents + expected.represents +
      expected.statements.reduce(
        (sum, s) => sum + s.speakers.length + s.addressees + s.about + s.reports + s.via + s.within,
        0,
      ),
  ],
]) {
  const source = readFileSync(join(folder, name), "utf8");
  // The parser takes seconds for a hundred rows: of each batch it gets the first dozen, which have
  // every odd name and word.
  let row = 0;
  const lines = source.split("\n").filter((line) => {
    row = line.startsWith("  {id: ") ? row + 1 : 0;
    return row <= 12;
  });
  const short = lines.join("\n").replaceAll(",\n] AS row", "\n] AS row");
  const { diagnostics } = lintCypherQuery(short, {});
  const errors = diagnostics.filter((found) => found.severity === 1);
  if (errors.length > 0) {
    console.error(`${name}: ${JSON.stringify(errors[0])}`);
    process.exit(1);
  }
  const found = source.split("\n").filter((line) => line.startsWith("  {id: ")).length;
  if (found !== rows) {
    console.error(`${name}: ${found} rows, not ${rows}`);
    process.exit(1);
  }
  console.log(`${name}: ${found} rows, taken`);
}
