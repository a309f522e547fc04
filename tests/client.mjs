// A client of the API that knows what docs/api.md says and nothing else. Run by `make client`.
// Arguments: the address of a site. Prints a line for each list; ends with 1 at the first thing that is not so.
import assert from "node:assert/strict";

const site = process.argv[2];

async function get(address, headers = {}) {
  const answer = await fetch(new URL(address, site), { headers });
  return [answer, await answer.text()];
}

async function json(address) {
  const [answer, body] = await get(address);
  assert.equal(answer.status, 200, address);
  assert.match(answer.headers.get("content-type"), /^application\/json/, address);
  return JSON.parse(body); // strict: a NaN or an Infinity ends here
}

async function list(address) {
  const rows = new Set();
  let page = await json(`${address}?page_size=100`);
  const { count } = page;
  for (; ; page = await json(page.next)) {
    for (const row of page.results) rows.add(JSON.stringify(row));
    if (!page.next) break;
  }
  assert.equal(rows.size, count, `${address}: every row once`);
  return count;
}

async function unchanged(address) {
  const [first] = await get(address);
  const [again, body] = await get(address, { "If-None-Match": first.headers.get("etag") });
  assert.deepEqual([again.status, body], [304, ""], address);
}

async function refused(address, status, field) {
  const [answer, body] = await get(address);
  const told = JSON.parse(body);
  assert.deepEqual([answer.status, told.status, told.field], [status, status, field], address);
  assert.ok(told.detail && told.mend, address);
}

const NO_LISTS = new Set(["metrics", "feeds", "schema", "docs"]);
const { endpoints } = await json("/api/v1/");
for (const { name, url } of endpoints.filter((one) => !NO_LISTS.has(one.name))) {
  console.log(`${name}: ${await list(url)} rows`);
  await unchanged(url);
}
for (const metric of await json("/api/v1/metrics/")) {
  const told = await json(metric.url);
  const [table, text] = await get(`${metric.url}?format=csv`);
  assert.match(table.headers.get("content-type"), /^text\/csv/, metric.url);
  assert.ok(text.split("\n").length > told.rows.length, `${metric.url}: a line for each row`);
  console.log(`${metric.name}: ${told.rows.length} rows`);
}
await refused("/api/v1/projects/?as_of=yesterday", 400, "as_of");
await refused("/api/v1/projects/?country=US&country=CN", 400, "country");
await refused("/api/v1/projects/no-such-thing/", 404, null);
