interface Partition {
  /** What the names of its regions begin with. */
  regions: RegExp;
  /** The region that IAM's requests are signed for. */
  global: string;
}

/** Partitions other than `aws`, which has all other regions (https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html). */
const partitions: Record<string, Partition> = {
  'aws-us-gov': { regions: /^us-gov-/, global: 'us-gov-west-1' },
  'aws-cn': { regions: /^cn-/, global: 'cn-north-1' },
  'aws-iso': { regions: /^us-iso-/, global: 'us-iso-east-1' },
  'aws-iso-b': { regions: /^us-isob-/, global: 'us-isob-east-1' },
  'aws-iso-e': { regions: /^eu-isoe-/, global: 'eu-isoe-west-1' },
  'aws-iso-f': { regions: /^us-isof-/, global: 'us-isof-south-1' },
  'aws-eusc': { regions: /^eusc-/, global: 'eusc-de-east-1' },
};

/** The partition that a region's name belongs to. */
export function partitionOf(region: string): string {
  const found = Object.entries(partitions).find(([, { regions }]) => regions.test(region));
  return found?.[0] ?? 'aws';
}

/** The region that a partition's IAM is signed for. */
export function globalRegion(partition: string): string {
  return partitions[partition]?.global ?? 'us-east-1';
}
