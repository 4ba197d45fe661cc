import type { BatchCommand } from './batch-file-command.ts';
import { containerWord } from './batch-file-quote.ts';

/** An indexed job with a shard an index, and a suspended job that merges. */
export function kubernetesJobs({ verb, shard, merge, shards }: BatchCommand): string {
  const name = `llmgeo-${verb}`;
  const [program, experiment, ...rest] = shard;
  return `# Runs llmgeo ${verb} as ${shards} indexes of a Kubernetes job; the merge waits, suspended, until it is let go:
#     kubectl apply -f FILE
#     kubectl wait --for=condition=complete --timeout=-1s job/${name}
#     kubectl patch job/${name}-merge --type=merge --patch '{"spec":{"suspend":false}}'
# Deleted and applied again, it computes only what is missing. Paths of the command are paths in the
# volume; the image (examples/Dockerfile), the claim and what is requested are yours to change.
apiVersion: batch/v1
kind: Job
metadata:
  name: ${name}
spec:
  completionMode: Indexed
  completions: ${shards}
  parallelism: ${shards}
  backoffLimitPerIndex: 6
  podFailurePolicy:
    rules:
      # a node that is drained is no failure of the shard
      - action: Ignore
        onPodConditions:
          - type: DisruptionTarget
            status: "True"
      # 2 says that trying again never helps; every other code is tried again
      - action: FailIndex
        onExitCodes:
          containerName: llmgeo
          operator: In
          values: [2]
${podTemplate([program, experiment, '--shard', `/${shards}`, ...rest])}---
apiVersion: batch/v1
kind: Job
metadata:
  name: ${name}-merge
spec:
  suspend: true
  backoffLimit: 2
${podTemplate(merge)}`;
}

/** The grace is for the unit under way, which is finished before a pod that is asked to end does. */
function podTemplate(command: string[]): string {
  return `  template:
    spec:
      restartPolicy: Never
      terminationGracePeriodSeconds: 120
      containers:
        - name: llmgeo
          image: llmgeo
          workingDir: /runs
          command:
${command.map((word) => `            - ${containerWord(word)}\n`).join('')}          resources:
            requests:
              cpu: "4"
              memory: 8Gi
          volumeMounts:
            - name: runs
              mountPath: /runs
      volumes:
        - name: runs
          persistentVolumeClaim:
            claimName: llmgeo-runs
`;
}
