// Reads a Perfetto trace with an independent implementation of protocol buffers and prints its spans and counters: node read-perfetto.mjs TRACE.
// The schema is written here anew, from the format's reference.
import protobuf from 'protobufjs';
import { readFileSync } from 'node:fs';

const schema = `syntax = "proto2";
message Trace { repeated Packet packet = 1; }
message Packet { optional uint64 timestamp = 8; optional uint32 sequence = 10; optional Event event = 11; optional Interned interned = 12; optional uint32 flags = 13; optional Track track = 60; }
message Interned { repeated Name names = 2; }
message Name { optional uint64 iid = 1; optional string name = 2; }
message Track { optional uint64 uuid = 1; optional string name = 2; optional Process process = 3; optional Thread thread = 4; optional uint64 parent = 5; optional Counter counter = 8; }
message Process { optional int32 pid = 1; optional string name = 6; }
message Thread { optional int32 pid = 1; optional int64 tid = 2; optional string name = 5; }
message Counter { optional string unit = 6; }
message Event { optional int32 type = 9; optional uint64 iid = 10; optional uint64 track = 11; optional double value = 44; }`;
const trace = protobuf.parse(schema, { keepCase: true }).root.lookupType('Trace').decode(readFileSync(process.argv[2]));
const [names, tracks, open] = [new Map(), new Map(), new Map()];
const found = { processes: [], spans: [], counters: [], problems: [] };
for (const packet of trace.packet) {
  if (packet.sequence !== 1) {
    found.problems.push('a packet is of no sequence');
  }

  if (packet.interned) {
    packet.interned.names.forEach((name) => names.set(Number(name.iid), name.name));
  } else if (packet.track) {
    tracks.set(Number(packet.track.uuid), packet.track);
    if (packet.track.process) {
      found.processes.push(packet.track.process.name);
    } else if (!tracks.has(Number(packet.track.parent))) {
      found.problems.push(`track ${packet.track.uuid} comes before its process`);
    }
  } else {
    event(Number(packet.timestamp), packet.event);
  }
}

found.problems.push(...[...open].filter(([, stack]) => stack.length > 0).map(([track]) => `track ${track} has spans without an end`));
console.log(JSON.stringify(found));

function event(time, { type, iid, track, value }) {
  const of = tracks.get(Number(track));
  const stack = open.get(Number(track)) ?? [];
  open.set(Number(track), stack);
  if (type === 4) {
    found.counters.push([of.name, of.counter.unit, time, value]);
  } else if (type === 1) {
    stack.push([names.get(Number(iid)), time]);
  } else {
    const [name, start] = stack.pop();
    found.spans.push([of.thread.pid, of.thread.name, name, start, time]);
  }
}
