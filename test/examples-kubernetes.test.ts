import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { batchFile } from '../src/commands/batch-file.ts';
import { examplePath } from './support/example-folder.ts';

type Yaml = string | number | boolean | Yaml[] | { [key: string]: Yaml };

/** A Python that reads YAML: one that is named, this system's, or the one that Snakemake was installed into. */
const PYTHONS = [process.env.LLMGEO_PYTHON, 'python3', pythonOfSnakemake()].filter(
  (python) => python !== undefined,
);
const python = PYTHONS.find((name) => spawnSync(name, ['-c', 'import yaml']).status === 0);
const skip = python === undefined && 'no Python with PyYAML here (test/support/install-engines.sh)';

function pythonOfSnakemake(): string | undefined {
  const { stdout, status } = spawnSync('which', ['snakemake'], { encoding: 'utf8' });
  return status === 0 ? join(realpathSync(stdout.trim()), '..', 'python') : undefined;
}

function documentsOf(yaml: string): Yaml[] {
  const script = 'import json, sys, yaml; print(json.dumps(list(yaml.safe_load_all(sys.stdin.buffer))))';
  const { stdout, stderr, status } = spawnSync(python!, ['-c', script], { input: yaml, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

/** What a field may be: a kind of value, one of some words, a list of a shape, or fields, of which `!` must be there. */
type Shape = 'string' | 'number' | 'boolean' | RegExp | [Shape] | { [field: string]: Shape };

/** A template's fields, as far as they are used here, by the API reference of Kubernetes (core/v1). */
const POD_TEMPLATE: Shape = {
  'spec!': {
    'restartPolicy!': /^Never$/, // podFailurePolicy asks for it
    terminationGracePeriodSeconds: 'number',
    'containers!': [
      {
        'name!': /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
        'image!': 'string',
        workingDir: 'string',
        'command!': ['string'],
        resources: { requests: { cpu: /^[1-9]\d*$/, memory: /^[1-9]\d*Gi$/ } },
        volumeMounts: [{ 'name!': 'string', 'mountPath!': /^\// }],
      },
    ],
    volumes: [{ 'name!': 'string', persistentVolumeClaim: { 'claimName!': 'string' } }],
  },
};

/** A job's fields, as far as they are used here, by the API reference of Kubernetes (batch/v1). */
const JOB: Shape = {
  'apiVersion!': /^batch\/v1$/,
  'kind!': /^Job$/,
  'metadata!': { 'name!': /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/ },
  'spec!': {
    completionMode: /^(Indexed|NonIndexed)$/,
    completions: 'number',
    parallelism: 'number',
    suspend: 'boolean',
    backoffLimit: 'number',
    backoffLimitPerIndex: 'number',
    podFailurePolicy: {
      'rules!': [
        {
          'action!': /^(Count|FailIndex|FailJob|Ignore)$/,
          onExitCodes: { containerName: 'string', 'operator!': /^(In|NotIn)$/, 'values!': ['number'] },
          onPodConditions: [{ 'type!': 'string', 'status!': /^(True|False|Unknown)$/ }],
        },
      ],
    },
    'template!': POD_TEMPLATE,
  },
};

function assertShape(value: Yaml, shape: Shape, path: string): void {
  if (typeof shape === 'string') assert.equal(typeof value, shape, path);
  else if (shape instanceof RegExp) assert.ok(typeof value === 'string' && shape.test(value), path);
  else if (Array.isArray(shape)) {
    assert.ok(Array.isArray(value) && value.length > 0, path);
    for (const [index, element] of value.entries()) assertShape(element, shape[0], `${path}[${index}]`);
  } else assertFields(value as { [key: string]: Yaml }, shape, path);
}

function assertFields(
  fields: { [key: string]: Yaml },
  shape: { [field: string]: Shape },
  path: string,
): void {
  assert.equal(typeof fields, 'object', path);
  for (const name of Object.keys(shape))
    if (name.endsWith('!')) assert.ok(name.slice(0, -1) in fields, `${path}: no ${name}`);
  for (const [name, field] of Object.entries(fields)) {
    const known = shape[name] ?? shape[`${name}!`];
    assert.ok(known, `${path}: ${name} is no field of it`);
    assertShape(field, known, `${path}.${name}`);
  }
}

interface Job {
  metadata: { name: string };
  spec: { [key: string]: Yaml } & { template: { spec: { containers: { command: string[] }[] } } };
}

test('kubernetes.yaml is two jobs of batch/v1, by the fields that they use', { skip }, () => {
  const jobs = documentsOf(readFileSync(examplePath('kubernetes.yaml'), 'utf8'));
  assert.equal(jobs.length, 2);
  for (const [index, job] of jobs.entries()) assertShape(job, JOB, `job ${index}`);
  const [shards, merge] = jobs as unknown as Job[];
  assert.equal(shards.spec.completionMode, 'Indexed', 'what backoffLimitPerIndex asks for');
  assert.equal(shards.spec.completions, 8);
  const { podFailurePolicy } = shards.spec as unknown as { podFailurePolicy: { rules: Yaml[] } };
  assert.deepEqual(podFailurePolicy.rules[1], {
    action: 'FailIndex',
    onExitCodes: { containerName: 'llmgeo', operator: 'In', values: [2] },
  });
  assert.equal(merge.spec.suspend, true);
  assert.equal(merge.metadata.name, `${shards.metadata.name}-merge`);
  assert.deepEqual(commandOf(shards).slice(0, 4), ['llmgeo', 'entropy', '--shard', '/8']);
  assert.deepEqual(commandOf(merge), ['llmgeo', 'merge', 'run-entropy', '-o', 'entropy.csv']);
});

/** The words that the container gets: Kubernetes expands `$(NAME)`, and makes `$$` a `$`. */
function commandOf(job: Job): string[] {
  const { command } = job.spec.template.spec.containers[0];
  return command.map((word) =>
    word.replaceAll(/\$\$|\$\([^)]*\)/g, (found) => (found === '$$' ? '$' : 'expanded')),
  );
}

test('hostile texts are what the container gets', { skip }, () => {
  const texts = [
    'yes',
    '"a" \\ \'b\' # c: d',
    'two\nlines\n',
    '$(JOB_COMPLETION_INDEX) $$(X) $$$ $',
    '',
    ' \t\x01\x7f\u0085\u2028\ufeff',
    '国 🙂',
    '~',
    '- a',
    '---',
    '%TAG',
  ];
  const [shards, merge] = documentsOf(
    batchFile('k8s', ['lasso', '--run', 'a: b', '-o', '$(HOME).csv', '--', ...texts]),
  ) as unknown as Job[];
  const first = ['llmgeo', 'lasso', '--shard', '/8', '--run', 'a: b', '--'];
  assert.deepEqual(commandOf(shards), [...first, ...texts]);
  assert.deepEqual(commandOf(merge), ['llmgeo', 'merge', 'a: b', '-o', '$(HOME).csv']);
});
