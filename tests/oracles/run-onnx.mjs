// Runs an ONNX model with onnxruntime. The only argument names a JSON manifest:
//   { "model": "m.onnx", "inputs": [{ "name", "type", "dims", "file" }], "outputs": [{ "name", "file" }] }
// Files hold raw little-endian elements; outputs are written likewise. Prints the shape of every output as JSON.
import { readFileSync, writeFileSync } from 'node:fs';
import ort from 'onnxruntime-node';

const arrays = { float32: Float32Array, int64: BigInt64Array, int32: Int32Array, bool: Uint8Array };

function load({ name, type, dims, file }) {
  const kind = arrays[type];
  if (!kind) throw new Error(`input ${name}: no array for element type ${type}`);
  const bytes = readFileSync(file);
  // a copy starts at an aligned address
  const data = new kind(new Uint8Array(bytes).buffer);
  if (data.length !== dims.reduce((a, b) => a * b, 1)) throw new Error(`input ${name}: ${data.length} elements do not fill ${dims}`);
  return new ort.Tensor(type, data, dims);
}

const manifest = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const session = await ort.InferenceSession.create(manifest.model, { intraOpNumThreads: 2, executionMode: 'sequential' });
const feeds = Object.fromEntries(manifest.inputs.map((input) => [input.name, load(input)]));
const results = await session.run(feeds);
const shapes = {};
for (const { name, file } of manifest.outputs) {
  const { data, dims } = results[name];
  shapes[name] = dims;
  writeFileSync(file, Buffer.from(data.buffer, data.byteOffset, data.byteLength));
}
console.log(JSON.stringify(shapes));
