namespace AccelSim.Cli.Tests;

/// <summary>Every way in which input can be wrong, and what is said about it. The file is named always, line and column where it has lines.</summary>
internal static class BadInputs
{
    private const string Outputs = "--csv {out}/a.csv --trace {out}/a.trace.json";

    public static readonly BadInput[] All =
    [
        Model("text", BadModels.Text, "{file}: not an ONNX model", "export or download the file again"),
        Model("nothing", BadModels.Empty, "{file}: not an ONNX model", "give a .onnx file"),
        Model("a truncated model", BadModels.Truncated, "{file}: not an ONNX model, or a truncated one", "export or download the file again"),
        Model("fewer values than the shape takes", BadModels.FewValues, "{file}: initializer 'w' is f32[4], which takes 4 values, but 3 are stored", "export it again"),
        Model("fewer raw bytes than the shape takes", BadModels.FewBytes, "{file}: initializer 'w' is f32[1000, 1000], which takes 4000000 bytes, but 16 are stored", "export it again"),
        Model("an external file shorter than the shape", BadModels.ShortExternalFile, "{file}:", "'w'", "4000", "16"),
        Model("a cyclic graph", BadModels.Cyclic, "{file}: node 'n_a'", "cyclic"),
        Model("unknown operators", BadModels.UnknownOperators, "{file}: node 'n_z'", "operator 'Frobnicate' is not supported, nor are 2 more nodes (Defrobnicate, Frobnicate)"),
        Model("a shape in an external file that is missing", BadModels.MissingShape, "{file}: node 'n_y'", "'s'"),
        Model("dimensions without a value", BadModels.Symbolic, "{file}:", "length (axis 1 of 'x'), width (axis 2 of 'x')", "--dim length=1"),
        Model("a model larger than device memory", BadModels.TooLarge, "{file}: the program needs 268484608 bytes of device memory, 201375744 more than toy-mlu has", "use a smaller --batch, a narrower --precision or a chip with more memory"),
        new("weights in an external file that is missing", ["materialize {file} -o {out}/a.onnx"], BadModels.MissingWeights, ["weights", "--weights seed:1"]),

        new("a chip file, several faults", ["run {in}/good.asm --chip {file} " + Outputs, "run {in}/as-chip.yaml", "asm {in}/good.asm --chip {file} -o {out}/a.axp"], BadFiles.Chip,
        [
            "{file}:2:11: clusters: '-2' is outside what is possible (1 to 1024)",
            "{file}:3:18: dram.capacity: '64' has no unit; write for example",
            "{file}:3:32: dram.channels: '999999999' is outside what is possible (1 to 1024)",
            "{file}:4:1: clok: is an unknown key, did you mean 'clock'?",
            "{file}:5:8: clock: '1 parsec' has the unknown unit 'parsec'; known: Hz, kHz, MHz, GHz",
        ]),
        new("a chip file, faults of its virtual memory", ["run {in}/good.asm --chip {file} " + Outputs], BadFiles.VirtualMemory,
        [
            "{file}:3:9: translation.page: '64' has no unit; write for example",
            "{file}:4:28: translation.l1.ways: '4' does not divide the 10 entries evenly",
            "{file}:5:12: translation.walkers: '0' is outside what is possible (1 to 4096)",
            "{file}:8:3: translation.pageWalkers: is an unknown key",
            "{file}:12:27: unifiedMemory.migration.threshold: '-1' is outside what is possible (0 to 1000000000)",
            "{file}:13:23: unifiedMemory.prefetch.policy: 'chain' must be one of none, sequential, dependencyChain",
        ]),
        new("a memory file, several faults", ["membench --memory {file} --csv {out}/a.csv --html {out}/a.html"], BadFiles.Memory,
        [
            "{file}:2:1: nam: is an unknown key, did you mean 'name'?",
            "{file}:4:13: dram.capacity: '8' has no unit; write for example",
            "{file}:5:13: dram.channels: '0' is outside what is possible (1 to 1024)",
            "{file}:6:21: dram.mapping.order: 'sideways'",
            "{file}:7:29: dram.device.timings.tRC: '57 ns' has the unknown unit 'ns'",
        ]),
        new("a host file, several faults", ["run {in}/good.asm --host {file} " + Outputs, "run {in}/as-host.yaml"], BadFiles.Host,
        [
            "{file}:3:10: pcie.lanes: '-16' is outside what is possible (1 to 16)",
            "{file}:4:12: pcie.latency: '3' has no unit; write for example",
            "{file}:5:15: pcie.generation: '4000' is outside what is possible (1 to 5)",
            "{file}:6:3: pcie.widht: is an unknown key; known here: generation, lanes, efficiency, latency",
        ]),
        new("a run file, several faults", ["run {file}"], BadFiles.Run,
        [
            "{file}:4:8: batch: '-1' is outside what is possible (1 to 1000000)",
            "{file}:5:13: iterations: '99999999999' is outside what is possible (1 to 1000000)",
            "{file}:6:1: precison: is an unknown key, did you mean 'precision'?",
            "{file}:7:13: outputs.jsn: is an unknown key, did you mean 'json'?",
        ]),
        new("a run file, several faults in its overrides", ["run {file}"], BadFiles.RunOverrides,
        [
            "{file}: set.clock: '5' has no unit; write for example",
            "{file}: set.clok: is an unknown key, did you mean 'clock'?",
            "{file}: setHost.pcie.lanes: '-3' is outside what is possible (1 to 16)",
        ]),

        Image("an image of another version", BadFiles.ImageOfAnotherVersion, "{file}: is a program image of version 4, and this build reads version 3: compile the model, or assemble the source, again"),
        Image("an image for another chip", BadFiles.ImageForAnotherChip, "{file}: program 'good' cannot run on toy-mlu: it is for the architecture mtp_592", "compile it for toy-mlu"),
        Image("an image with a flipped bit", BadFiles.ImageWithAFlippedBit, "{file}: is corrupted"),
        Image("half an image", BadFiles.HalfAnImage, "{file}: is cut short"),

        Source("an undefined label", BadFiles.UndefinedLabel, "{file}:2:10: label 'nowhere' is not defined in kernel 'k'"),
        Source("operands out of range", BadFiles.OperandsOutOfRange, "{file}:2:9: register r99 is out of range (r0 to r63)", "{file}:3:12: '99999999999999999999' is not a 64-bit integer"),
        Source("a misaligned offset", BadFiles.MisalignedOffset, "{file}:2:", "offset 3 is misaligned: i32 needs a multiple of 4"),
        Source("several unknown words", BadFiles.UnknownWords, "{file}:2:5: unknown instruction 'frob'", "{file}:3:"),

        Program("a misaligned address", BadFiles.MisalignedAddress, "{file}:", "core 0", "byte 3 is misaligned: i32 needs a multiple of 4", "(line 3): ld.nram.i32 r2, [r1]"),
        Program("a deadlock", BadFiles.Deadlock, "{file}: deadlock",
            "core 0 of cluster 0 at k+3 (line 5): pv.p 0 waits for semaphore 0 of its cluster to be released",
            "core 1 of cluster 0 at k+2 (line 4): barrier.cluster waits for the other cores at a barrier (of its cluster: 1 of 2 have arrived)"),
    ];

    private static BadInput Model(string name, Func<string, string> make, params string[] says) =>
        new(name, ["run {file} --chip toy-mlu " + Outputs, "run {in}/as-model.yaml", "compile {file} --chip toy-mlu -o {out}/a.axp"], make, says);

    private static BadInput Image(string name, Func<string, string> make, params string[] says) =>
        new(name, ["run {file} --chip toy-mlu " + Outputs, "run {in}/as-model.yaml"], make, says);

    private static BadInput Source(string name, Func<string, string> make, params string[] says) =>
        new(name, ["run {file} --chip toy-mlu " + Outputs, "run {in}/as-model.yaml", "asm {file} --chip toy-mlu -o {out}/a.axp"], make, says);

    // Assembles; only running it shows what is wrong.
    private static BadInput Program(string name, Func<string, string> make, params string[] says) =>
        new(name, ["run {file} --chip toy-mlu " + Outputs, "run {in}/as-model.yaml"], make, says);
}
