/** Where the replicas of the operator agree on which of them works. */

export const leaseAt = { namespace: "kubetask-system", name: "kubetask" } as const;
