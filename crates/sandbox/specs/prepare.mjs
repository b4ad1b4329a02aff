// Cuts the operations that AltaClario calls out of the two official specifications and makes one document of them that
// the validating proxy Prism can use.
//
//   node prepare.mjs PLATFORM.json SOFTWARE.json > jira.json
//
// What is changed, and why:
// * examples that are strings become the JSON they hold, or go: Prism takes them literally;
// * `created` of a changelog may be a number: changelog/bulkfetch answers milliseconds, the specification says date;
// * the ends of a change may be null: Jira sends null for "nothing";
// * answers of the software API are not described: its newest public specification is older than what it describes;
// * security of the software API goes: it asks for Bearer where Basic is allowed.
import { readFileSync } from 'node:fs';

const PLATFORM = [
  'get /rest/api/3/field',
  'get /rest/api/3/issuetype',
  'get /rest/api/3/mypermissions',
  'get /rest/api/3/myself',
  'get /rest/api/3/priority',
  'get /rest/api/3/project/search',
  'get /rest/api/3/project/{projectIdOrKey}/version',
  'get /rest/api/3/resolution/search',
  'get /rest/api/3/serverInfo',
  'get /rest/api/3/status',
  'post /rest/api/3/changelog/bulkfetch',
  'post /rest/api/3/search/approximate-count',
  'post /rest/api/3/search/jql',
];
const SOFTWARE = [
  'get /rest/agile/1.0/board',
  'get /rest/agile/1.0/board/{boardId}/configuration',
  'get /rest/agile/1.0/board/{boardId}/sprint',
];

const [platformFile, softwareFile] = process.argv.slice(2);
const platform = read(platformFile);
const software = read(softwareFile);
const schemas = {};
const paths = {};

take(platform, PLATFORM, '', (operation) => operation);
take(software, SOFTWARE, 'Software', ({ security, ...operation }) => ({
  ...operation,
  responses: { default: { description: 'Anything.' } },
}));

schemas.Changelog.properties.created = { anyOf: [{ type: 'integer', format: 'int64' }, { type: 'string' }] };
for (const end of ['from', 'fromString', 'to', 'toString']) schemas.ChangeDetails.properties[end].nullable = true;

const { basicAuth } = platform.components.securitySchemes;
const document = {
  openapi: platform.openapi,
  info: { ...platform.info, title: 'What AltaClario reads of Jira Cloud' },
  servers: platform.servers,
  paths,
  components: { schemas, securitySchemes: { basicAuth } },
};
process.stdout.write(`${JSON.stringify(document, null, 1)}\n`);

function read(file) {
  return JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
}

/** Takes operations over, with every schema they lead to. */
function take(from, wanted, prefix, change) {
  for (const line of wanted) {
    const [method, path] = line.split(' ');
    const operation = from.paths[path]?.[method];
    if (!operation) throw new Error(`${line} is not in the specification`);
    const { description, summary, tags, 'x-atlassian-oauth2-scopes': a, 'x-atlassian-connect-scope': b, ...rest } = operation;
    const taken = change(tidy(rest, from, prefix));
    if (taken.security) taken.security = [{ basicAuth: [] }];
    paths[path] ??= {};
    paths[path][method] = taken;
    if (from.paths[path].parameters) paths[path].parameters = tidy(from.paths[path].parameters, from, prefix);
  }
}

/** A copy without prose; references are followed and renamed. */
function tidy(value, from, prefix) {
  if (Array.isArray(value)) return value.map((part) => tidy(part, from, prefix));
  if (value === null || typeof value !== 'object') return value;
  const copy = {};
  for (const [key, part] of Object.entries(value)) {
    if (key === '$ref' && typeof part === 'string') {
      copy.$ref = follow(part, from, prefix);
    } else if (key === 'example' && 'schema' in value) {
      const example = parsed(part);
      if (example !== undefined) copy.example = example;
    } else if (key === 'description' && typeof part === 'string') {
      if ('content' in value || Object.keys(value).length === 1) copy.description = '';
    } else {
      copy[key] = tidy(part, from, prefix);
    }
  }
  return copy;
}

function parsed(example) {
  if (typeof example !== 'string') return example;
  try {
    return JSON.parse(example);
  } catch {
    return undefined;
  }
}

function follow(reference, from, prefix) {
  const name = reference.replace('#/components/schemas/', '');
  if (!(prefix + name in schemas)) {
    schemas[prefix + name] = {};
    schemas[prefix + name] = tidy(from.components.schemas[name], from, prefix);
  }
  return `#/components/schemas/${prefix}${name}`;
}
