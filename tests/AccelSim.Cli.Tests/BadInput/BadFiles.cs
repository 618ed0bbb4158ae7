namespace AccelSim.Cli.Tests;

/// <summary>Writes configuration, program images and assembly that cannot be used; each returns its path.</summary>
internal static class BadFiles
{
    /// <summary>A program with nothing wrong.</summary>
    public const string Good = ".kernel good, block\n    nop\n.end\n.launch good, 1 ()\n";

    // Behind the magic number.
    private const int VersionByte = 8;

    private static string Config(string kind, string name) => Repository.File("configs", kind, name + ".yaml");

    public static string Chip(string folder) => Write(folder, "bad-chip.yaml", $$"""
        extends: {{Config("chips", "toy-mlu")}}
        clusters: -2
        dram: {capacity: 64, channels: 999999999}
        clok: 1 GHz
        clock: 1 parsec
        """);

    public static string VirtualMemory(string folder) => Write(folder, "bad-pages.yaml", $$"""
        extends: {{Config("chips", "toy-mlu")}}
        translation:
          page: 64
          l1: { entries: 10, ways: 4, latency: 1 cycle }
          walkers: 0
          levels: 4
          levelLatency: 100 ns
          pageWalkers: 3
        unifiedMemory:
          page: 64 KiB
          faultLatency: 20 us
          migration: { threshold: -1 }
          prefetch: { policy: chain, depth: 2 }
        """);

    public static string Host(string folder) => Write(folder, "bad-host.yaml", $"""
        extends: {Config("hosts", "server-pcie4")}
        pcie:
          lanes: -16
          latency: 3
          generation: 4000
          widht: 16
        """);

    public static string Memory(string folder) => Write(folder, "bad-memory.yaml", $$"""
        extends: {{Config("memories", "hbm2-stack")}}
        nam: x
        dram:
          capacity: 8
          channels: 0
          mapping: { order: sideways }
          device: { timings: { tRC: 57 ns } }
        """);

    public static string Run(string folder) => Write(folder, "bad-run.yaml", RunText(folder, "") + $$"""
        batch: -1
        iterations: 99999999999
        precison: fp16
        outputs:  { jsn: {{folder}}/../out/a.json, csv: {{folder}}/../out/a.csv }
        """);

    public static string RunOverrides(string folder) => Write(folder, "bad-run.yaml", RunText(folder, "") + $$"""
        set: { clock: 5, clok: 1 GHz }
        setHost: { pcie.lanes: -3 }
        outputs: { json: {{folder}}/../out/a.json, csv: {{folder}}/../out/a.csv }
        """);

    public static string ImageOfAnotherVersion(string folder) => Image(folder, "toy-mlu", bytes => bytes[VersionByte]++);

    public static string ImageForAnotherChip(string folder) => Image(folder, "mlu590-h8", _ => { });

    public static string ImageWithAFlippedBit(string folder) => Image(folder, "toy-mlu", bytes => bytes[bytes.Length / 2] ^= 4);

    public static string HalfAnImage(string folder)
    {
        var path = Image(folder, "toy-mlu", _ => { });
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^9]);
        return path;
    }

    public static string UndefinedLabel(string folder) => Source(folder, "    jump nowhere");

    public static string OperandsOutOfRange(string folder) => Source(folder, "    add r99, r1, r2", "    li r1, 99999999999999999999");

    public static string MisalignedOffset(string folder) => Source(folder, "    ld.nram.i32 r2, [r1 + 3]");

    public static string UnknownWords(string folder) => Source(folder, "    frob r1", "    ld.attic.i32 r2, [r1]");

    public static string MisalignedAddress(string folder) => Source(folder, "    li r1, 3", "    ld.nram.i32 r2, [r1]");

    /// <summary>Core 0 waits for a semaphore that core 1 would release behind the barrier at which it waits for core 0.</summary>
    public static string Deadlock(string folder) => Write(folder, "bad.asm", """
        .kernel k, union1
            mv.sreg r1, %coreid
            beq r1, r0, first
            barrier.cluster
        first: pv.p 0
            barrier.cluster
        .end
        .launch k, 4 ()
        """);

    /// <summary>Run files beside <paramref name="file"/> that name it as <c>model</c>, <c>chip</c> or <c>host</c>, and every output.</summary>
    public static void RunFilesFor(string file, string folder)
    {
        foreach (var key in (string[])["model", "chip", "host"])
        {
            Write(folder, $"as-{key}.yaml", RunText(folder, key, file) + $"outputs: {{ json: {folder}/../out/b.json, csv: {folder}/../out/b.csv, trace: {folder}/../out/b.trace.json, html: {folder}/../out/b.html, program: {folder}/../out/b.axp }}\n");
        }
    }

    private static string RunText(string folder, string key, string file = "")
    {
        string Of(string name, string usual) => $"{name}: {(name == key ? file : usual)}\n";
        return Of("model", Path.Combine(folder, "good.asm")) + Of("chip", Config("chips", "toy-mlu")) + Of("host", Config("hosts", "ideal"));
    }

    private static string Source(string folder, params string[] body) => Write(folder, "bad.asm", $".kernel k, block\n{string.Join('\n', body)}\n.end\n.launch k, 1 ()\n");

    private static string Image(string folder, string chip, Action<byte[]> damage)
    {
        var path = Path.Combine(folder, "bad.axp");
        var made = InProcess.Run("asm", Path.Combine(folder, "good.asm"), "--chip", chip, "-o", path);
        Assert.True(made.ExitCode == 0, made.Error);
        var bytes = File.ReadAllBytes(path);
        damage(bytes);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private static string Write(string folder, string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
