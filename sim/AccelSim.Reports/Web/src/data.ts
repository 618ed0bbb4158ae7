/** What the page is given: the block of JSON that the writer put into it. */
export type PageData = RunData | StudyData;

/** Parts of the documented result (docs/result.schema.json) that the page shows. */
export interface Result {
  model: string;
  chip: string;
  host: string;
  precision: string;
  mode: string;
  batch: number;
  iterations: number;
  partial?: string;
  cycles: number;
  clockHz: number;
  seconds: number;
  deviceCycles: number;
  deviceSeconds: number;
  itemsPerSecond: number;
  deviceItemsPerSecond: number;
  macs: number;
  achievedOpsPerSecond: number;
  peakOpsPerSecond: number;
  dramReadBytes: number;
  dramWriteBytes: number;
  dramPeakBytesPerSecond: number;
  peakDeviceBytes: number;
  deviceMemoryBytes: number;
  energyJoules: number | null;
  averageWatts: number | null;
  energy?: { parts: { name: string; group: string; event: string; count: number; femtojoules: number }[] } | null;
  area?: { squareMillimetres: number; parts: Record<string, number> } | null;
  causes: Record<string, number>;
  simt?: { achievedOccupancy: number; issueUtilisation: number; l1HitRate: number; l2HitRate: number };
  units: { name: string; causes: Record<string, number> }[];
  layers: ResultLayer[];
  hostOperators: { name: string; op: string; seconds: number; transferBytes: number }[];
  check: { passed: boolean; compared: boolean; outputs: { name: string; passed: boolean }[]; races: string[] } | null;
  warnings: string[];
}

export interface ResultLayer {
  name: string;
  op: string;
  cycles: number;
  seconds: number;
  macs: number;
  bytes: number;
  energyJoules: number | null;
  bound: string;
  kernelType: string;
  tasks: number;
  launches: number;
  schedule: string;
  causes: Record<string, number>;
  counters: Record<string, number>;
}

/** What of a layer the documented result leaves out. */
export interface LayerMore {
  startSeconds: number;
  leastBytes: number;
  opsPerSecond: number;
  dramBytesPerSecond: number;
  /** Bytes through each of RunData.memories, in their order. */
  traffic: number[];
}

export interface MemoryLevel {
  name: string;
  bytesPerSecond: number;
}

export interface RunData {
  kind: 'run';
  result: Result;
  causeGroups: Record<string, string>;
  memories: MemoryLevel[];
  more: LayerMore[];
  timeline: Timeline | null;
}

/** Spans of each row as gap to the span before it, length, label: three whole numbers of femtoseconds, femtoseconds, and an index. */
export interface Timeline {
  tracks: string[];
  labels: string[];
  spans: number[][];
  /** Spans that were recorded. */
  recorded: number;
  /** Spans of a row that were closer than this are one, fs; 0 where all are there. */
  joinedFemtoseconds: number;
  counters: Counter[];
}

/** A figure over time: the mean of each of equal stretches of the whole. */
export interface Counter {
  name: string;
  unit: string;
  stepFemtoseconds: number;
  values: number[];
}

export interface StudyData {
  kind: 'study';
  name: string;
  question: string;
  dimensions: { name: string; labels: string[] }[];
  metrics: { name: string; unit: string }[];
  /** Metrics that the study asks for, by position. */
  shown: number[];
  rows: StudyRow[];
}

export interface StudyRow {
  /** Position of the label in each dimension. */
  at: number[];
  values: (number | null)[];
  error: string | null;
  note: string;
}
