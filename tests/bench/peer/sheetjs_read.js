/* With everything off that its reader can do without. */
const xlsx = require("xlsx");
const fs = require("fs");

const start = process.hrtime.bigint();
const used = process.cpuUsage();
const book = xlsx.read(fs.readFileSync(process.argv[2]), {
  dense: true, cellFormula: false, cellHTML: false, cellText: false, cellStyles: false, cellDates: true,
});
const sheet = book.Sheets[book.SheetNames[0]];
let cells = 0;
for (const row of sheet) for (const cell of row) if (cell.v !== undefined) cells++;
console.log("seconds", Number(process.hrtime.bigint() - start) / 1e9);
const cpu = process.cpuUsage(used);
console.log("cpu", (cpu.user + cpu.system) / 1e6);
console.log("cells", cells);
