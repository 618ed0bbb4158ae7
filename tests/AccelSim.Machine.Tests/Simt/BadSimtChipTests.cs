namespace AccelSim.Machine.Tests.Simt;

public sealed class BadSimtChipTests : IDisposable
{
    private readonly Workplace _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("family=simd", "did you mean 'simt'?")]
    [InlineData("sms=0", "outside what is possible (1 to 1024)")]
    [InlineData("sms=", "is required (a whole number)")]
    [InlineData("smms=80", "did you mean 'sms'?")]
    [InlineData("smsPerTpc=3", "does not divide the 80 SMs evenly")]
    [InlineData("smsPerCluster=13", "is not a whole number of TPCs of 2 SMs")]
    [InlineData("clock=1600 MHz", "is outside the dvfs range 135 MHz to 1530 MHz")]
    [InlineData("sm=80", "must hold keys and values")]
    [InlineData("sm.warpWidth=24", "must be 16, 32 or 64")]
    [InlineData("sm.warpWidth=8", "must be 16, 32 or 64")]
    [InlineData("sm.warpWidth=128", "outside what is possible")]
    [InlineData("sm.subCores=5", "do not divide evenly among 5 sub-cores")]
    [InlineData("sm.subCores=3", "does not divide evenly among 3 sub-cores")]
    [InlineData("sm.maxWarps=62", "do not divide evenly among 4 sub-cores")]
    [InlineData("sm.maxThreads=2049", "must be whole warps and at most 64 of 32 threads")]
    [InlineData("sm.maxThreads=2080", "must be whole warps and at most 64 of 32 threads")]
    [InlineData("sm.maxThreadsPerCta=4096", "are more than the 2048 of an SM")]
    [InlineData("sm.namedBarriers=65", "outside what is possible")]
    [InlineData("sm.issueWidth=0", "outside what is possible")]
    [InlineData("sm.scheduler.policy=twoLevel", "is required where policy is twoLevel")]
    [InlineData("sm.scheduler.policy=towLevel", "did you mean 'twoLevel'?")]
    [InlineData("sm.scheduler.activeWarps=4", "needs policy: twoLevel")]
    [InlineData("sm.scheduler={ policy: twoLevel, activeWarps: 17 }", "are more than the 16 warps of a sub-core")]
    [InlineData("sm.dependence=scorebord", "did you mean 'scoreboard'?")]
    [InlineData("sm.registerFile.banks=3", "must be a power of two")]
    [InlineData("sm.registerFile.allocationUnit=300", "does not divide the 16384 registers of a sub-core")]
    [InlineData("sm.registerFile.maxPerThread=513", "of 32 threads are more than the 16384 registers of a sub-core")]
    [InlineData("sm.units.int.lanes=12", "must be a power of two")]
    [InlineData("sm.units.int.lanes=0", "outside what is possible")]
    [InlineData("sm.units.int.latency=0 cycles", "outside what is possible")]
    [InlineData("sm.units.int.latency=4", "has no unit; write for example 12 cycles")]
    [InlineData("sm.units.integer={ lanes: 16, latency: 4 cycles }", "must be one of int, intMultiply")]
    [InlineData("sm.units.sfu=", "lack sfu")]
    [InlineData("sm.units.fp32=", "lack fp32")]
    [InlineData("sm.units.intMultiply.pipe=uniform", "is no unit of this chip")]
    [InlineData("sm.units.intMultiply.pipe=predicate", "must name a unit with a port of its own")]
    [InlineData("sm.units.int.pipe=int", "must name a unit with a port of its own")]
    [InlineData("sm.units.intMultiply.pipe=shuffle", "joins a unit of each sub-core and one of the whole SM")]
    [InlineData("sm.tensor.kind=volt", "did you mean 'volta'?")]
    [InlineData("sm.tensor.macsPerCycle.f16=510", "does not divide evenly among 4 sub-cores")]
    [InlineData("sm.tensor.macsPerCycle={ f16: null, bf16: 512 }", "hold f16, for which macsPerCycle has no rate")]
    [InlineData("sm.tensor.shapes=[]", "must not be empty")]
    [InlineData("sm.tensor.shapes[0].name=m8n8", "is not a tile such as m16n8k16")]
    [InlineData("sm.tensor.shapes[0].inputs=[]", "must not be empty")]
    [InlineData("sm.tensor.shapes[0].inputs=[f15]", "is unknown, did you mean 'f16'?")]
    [InlineData("sm.tensor.shapes[0].accumulator=s32", "does not add up products of f16")]
    [InlineData("sm.tensor.shapes[1].accumulator=f32", "is the second m8n8k4 of f16 added up in f32")]
    [InlineData("sm.tensor.shapes[0].name=m16n8k16", "needs the capability 'mmaM16n8k16'")]
    [InlineData("sm.tensor.wgmma={ inputs: [f16], issue: 4 cycles, tail: 43 cycles, maximumN: 256, stepN: 8 }", "needs kind: hopper")]
    [InlineData("sm.tensor=", "name 'mmaM8n8k4' without a matrix instruction that needs it")]
    [InlineData("sm.sharedMemory.options=[]", "must hold at least one size")]
    [InlineData("sm.sharedMemory.options=[0 KiB, 96 KiB, 128 KiB]", "leaves no L1 cache of the 128 KiB of both")]
    [InlineData("sm.sharedMemory.options=[0 KiB, 200 KiB]", "leaves no L1 cache of the 128 KiB of both")]
    [InlineData("sm.sharedMemory.options=[0 KiB, 64 KiB, 32 KiB, 96 KiB]", "must be more than the size before it")]
    [InlineData("sm.sharedMemory.options=[0 KiB, 96 KiB, 100.25 KiB]", "is not a whole number of ways of 4 sets")]
    [InlineData("sm.sharedMemory.options=[32, 96 KiB]", "has no unit")]
    [InlineData("sm.sharedMemory.options=96 KiB", "must be a list")]
    [InlineData("sm.sharedMemory.maxPerCta=97 KiB", "are more than the largest option of 96 KiB")]
    [InlineData("sm.sharedMemory.reservedPerCta=1 KiB", "are more than the largest option of 96 KiB")]
    [InlineData("sm.sharedMemory.allocationUnit=200 B", "must be a power of two")]
    [InlineData("sm.sharedMemory.banks=31", "must be a power of two")]
    [InlineData("sm.sharedMemory.bankWidth=6 B/cycle", "must be a power of two")]
    [InlineData("sm.sharedMemory.bandwidth=256 B/cycle", "is more than 32 banks of 4 B/cycle give")]
    [InlineData("sm.l1.line=96 B", "must be a power of two")]
    [InlineData("sm.l1.sector=48 B", "must divide the line")]
    [InlineData("sm.l1.sets=6", "must be a power of two")]
    [InlineData("sm.l1.banks=3", "must be a power of two")]
    [InlineData("sm.l1.mshrs=0", "outside what is possible")]
    [InlineData("sm.l1.writes=writeTrough", "did you mean 'writeThrough'?")]
    [InlineData("sm.l1.bandwidth=256 B/cycle", "is more than the data path of 128 B/cycle")]
    [InlineData("sm.instructions.ways=7", "is not a whole number of sets")]
    [InlineData("sm.loadStore.addressLanes=24", "must be a power of two")]
    [InlineData("sm.loadStore.coalescing=256 B", "is more than the line of 128 B")]
    [InlineData("sm.loadStore.coalescing=48 B", "must be a power of two")]
    [InlineData("sm.localInterleave=6 B", "must be a power of two")]
    [InlineData("sm.asyncCopy={ extraLatency: 19 cycles }", "lack 'asyncCopy', which sm.asyncCopy gives the chip")]
    [InlineData("sm.tma={ extraLatency: 19 cycles, bandwidth: 64 B/cycle, maxOutstanding: 512 }", "lack 'tma'")]
    [InlineData("sm.ctaCluster={ maxCtas: 16, remoteLatency: 180 cycles, bandwidth: 16 B/cycle }", "are more than the 14 SMs of a cluster")]
    [InlineData("sm.units.uniform={ lanes: 32, latency: 4 cycles }", "lack 'uniform'")]
    [InlineData("capabilities=[mmaM8n8k4, asynccopy]", "is unknown, did you mean 'asyncCopy'?")]
    [InlineData("capabilities=[mmaM8n8k4, textures]", "is unknown; known: asyncCopy, ldmatrix")]
    [InlineData("capabilities=[mmaM8n8k4, mmaM8n8k4]", "is given twice")]
    [InlineData("capabilities=[mmaM8n8k4, tma]", "name 'tma' without sm.tma")]
    [InlineData("capabilities=[mmaM8n8k4, bf16]", "name 'bf16' without a matrix instruction that needs it")]
    [InlineData("capabilities=[]", "needs the capability 'mmaM8n8k4'")]
    [InlineData("interconnect.sm.request=0 B/cycle", "outside what is possible")]
    [InlineData("interconnect.latency=100 cycles", "leaves nothing for the slice after the 30 cycles of the SM and the crossbar twice (100 cycles)")]
    [InlineData("l2.partitions=3", "outside what is possible")]
    [InlineData("l2.partitions=2", "is required where partitions are 2")]
    [InlineData("l2.far={ extraLatency: 100 cycles, linkBandwidth: 512 B/cycle, copies: true }", "needs partitions: 2")]
    [InlineData("l2={ partitions: 2, slices: 63, far: { extraLatency: 100 cycles, linkBandwidth: 512 B/cycle, copies: true } }", "do not divide evenly into 2 partitions")]
    [InlineData("l2.slices=63", "does not divide evenly into 63 slices")]
    [InlineData("l2.ways=25", "is not a whole number of sets")]
    [InlineData("l2.line=64 B", "is not a whole number of lines of the L1 of 128 B")]
    [InlineData("l2.sector=16 B", "is not a whole number of the 32 B that device memory gives at least")]
    [InlineData("sm.l1.sector=64 B", "is not a whole number of sectors of the L1 of 64 B")]
    [InlineData("l2.hash=ipolly", "did you mean 'ipoly'?")]
    [InlineData("l2.sliceInterleave=64 B", "must be a power of two and at least a line of 128 B")]
    [InlineData("l2.sliceInterleave=384 B", "must be a power of two and at least a line of 128 B")]
    [InlineData("l2.latency=100 cycles", "leaves nothing for the slice")]
    [InlineData("l2.atomicLatency=100 cycles", "is less than the 215 cycles of a load")]
    [InlineData("l2.clock=5", "has no unit")]
    [InlineData("launch.kernelStart=5000 cycles", "unknown unit 'cycles'")]
    [InlineData("launch.ctasPerCycle=0", "outside what is possible")]
    [InlineData("area={ sramPerMebibyte: 1 mm2, matrixUnit: 1 mm2, core: 1 mm, dramChannel: 1 mm2, networkPort: 1 mm2, other: 1 mm2 }", "did you mean mm2?")]
    [InlineData("core={ }", "is an unknown key")]
    public void One_mistake_is_named_with_its_remedy(string set, string message)
    {
        var e = Assert.Throws<ConfigurationException>(() => ChipFile.Load(SimtFiles.Path("v100-sxm2"), set));
        Assert.Contains(e.Problems, p => p.ToString().Contains(message, StringComparison.Ordinal));
        Assert.All(e.Problems, p => Assert.NotEqual("", p.Key));
    }

    [Theory]
    [InlineData("sm.asyncCopy=", "name 'asyncCopy' without sm.asyncCopy")]
    [InlineData("sm.mbarrier=", "name 'mbarrier' without sm.mbarrier")]
    [InlineData("sm.ctaCluster=", "name 'cluster' without sm.ctaCluster")]
    [InlineData("sm.tensor.wgmma=", "name 'wgmma' without sm.tensor.wgmma")]
    [InlineData("sm.tensor.wgmma.inputs=[f16, s4]", "hold s4, for which macsPerCycle has no rate")]
    [InlineData("sm.tensor.wgmma.inputs=[f16]", "name 'fp8Mma' without a matrix instruction that needs it")]
    [InlineData("sm.tensor.wgmma.maximumN=4", "outside what is possible")]
    [InlineData("sm.ctaCluster.maxCtas=20", "are more than the 18 SMs of a cluster")]
    [InlineData("l2.far=", "is required where partitions are 2")]
    [InlineData("l2.slices=75", "do not divide evenly into 2 partitions")]
    public void A_Hopper_chip_must_agree_with_itself(string set, string message)
    {
        var e = Assert.Throws<ConfigurationException>(() => ChipFile.Load(SimtFiles.Path("h100-sxm5"), set));
        Assert.Contains(e.Problems, p => p.ToString().Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void All_mistakes_of_values_are_reported_at_once_with_line_and_column()
    {
        var path = _work.Write("chip.yaml", $$"""
            extends: {{SimtFiles.Path("v100-sxm2")}}
            smss: 80
            sms: -1
            sm:
              warpWidth: wide
              units:
                int: { lanes: 16, latency: 4 }
              sharedMemory:
                options: [0 KiB, 96]
            l2:
              partitions: 3
            """);
        var e = Assert.Throws<ConfigurationException>(() => ChipFile.Load(path));
        Assert.Equal(
            [(2, 1, "smss"), (3, 6, "sms"), (5, 14, "sm.warpWidth"), (7, 32, "sm.units.int.latency"), (9, 22, "sm.sharedMemory.options[1]"), (11, 15, "l2.partitions")],
            e.Problems.Select(p => (p.Location.Line, p.Location.Column, p.Key)));
        Assert.All(e.Problems, p => Assert.Equal(path, p.Location.File));
    }

    [Fact]
    public void All_rules_of_an_sm_are_reported_at_once_with_line_and_column()
    {
        var path = _work.Write("chip.yaml", $$"""
            extends: {{SimtFiles.Path("v100-sxm2")}}
            sm:
              subCores: 3
              maxThreads: 2050
              maxThreadsPerCta: 4096
              registerFile:
                maxPerThread: 600
              localInterleave: 3 B
            """);
        var e = Assert.Throws<ConfigurationException>(() => ChipFile.Load(path));
        Assert.Equal(
            [(4, "sm.maxThreads"), (5, "sm.maxThreadsPerCta"), (7, "sm.registerFile.maxPerThread"), (8, "sm.localInterleave")],
            e.Problems.Where(p => p.Location.File == path).Select(p => (p.Location.Line, p.Key)));
        Assert.Equal(["sm.maxWarps", "sm.tensor.macsPerCycle.f16"], e.Problems.Where(p => p.Location.File != path).Select(p => p.Key));
    }

    [Fact]
    public void Rules_between_the_parts_of_a_chip_are_reported_at_once()
    {
        var path = _work.Write("chip.yaml", $$"""
            extends: {{SimtFiles.Path("v100-sxm2")}}
            capabilities: [mmaM8n8k4, warpSpeed, wgmma]
            clock: 100 MHz
            sms: 81
            interconnect:
              latency: 400 cycles
            l2:
              sector: 16 B
            """);
        var problems = Assert.Throws<ConfigurationException>(() => ChipFile.Load(path)).Problems;
        Assert.Equal(
            [(2, "capabilities"), (2, "capabilities[1]"), (3, "clock"), (8, "l2.sector"), (8, "l2.sector")],
            problems.Where(p => p.Location.File == path).Select(p => (p.Location.Line, p.Key)).Order());
        Assert.Equal(["l2.latency", "smsPerTpc"], problems.Where(p => p.Location.File != path).Select(p => p.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_missing_key_names_the_key_and_what_it_should_hold()
    {
        var problems = Assert.Throws<ConfigurationException>(() => ChipFile.Parse("family: simt\nname: x\nisa: sm_70\nclock: 1 GHz\nsm: { warpWidth: 32 }\n")).Problems;
        foreach (var key in (string[])["sms", "smsPerTpc", "sm.subCores", "sm.units", "sm.l1", "sm.sharedMemory", "interconnect", "l2", "launch", "dram"])
        {
            Assert.Contains(problems, p => p.Key == key && p.Message.Contains("is required", StringComparison.Ordinal));
        }

        Assert.DoesNotContain(problems, p => p.Key is "sm.tensor" or "sm.tma" or "link" or "dvfs");
    }
}
