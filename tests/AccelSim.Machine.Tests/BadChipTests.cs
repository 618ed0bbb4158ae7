namespace AccelSim.Machine.Tests;

public sealed class BadChipTests : IDisposable
{
    private static readonly string Toy = Repository.File("configs", "chips", "toy-mlu.yaml");

    private readonly Workplace _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("core.registerz=64", "did you mean 'registers'?")]
    [InlineData("core.scratchpads.nram.size=768", "has no unit")]
    [InlineData("core.scratchpads.nram.size=-1 KiB", "outside what is possible")]
    [InlineData("core.scratchpads.nram.size=0 KiB", "outside what is possible")]
    [InlineData("clusters=0", "outside what is possible")]
    [InlineData("clusters=99999999", "outside what is possible")]
    [InlineData("clusters=two", "is not a whole number")]
    [InlineData("clusters=[1]", "not a list")]
    [InlineData("core=3", "must hold keys and values")]
    [InlineData("core.queues=3", "must be a list")]
    [InlineData("clock=", "is required (a frequency such as 1.3 GHz)")]
    [InlineData("clock=5 MHz/s", "unknown unit")]
    [InlineData("family=mluu", "did you mean 'mlu'?")]
    [InlineData("core.matrix.kind=cubes", "did you mean 'cube'?")]
    [InlineData("core.matrix.rounding=halfToEvn", "did you mean 'halfToEven'?")]
    [InlineData("core.matrix.macsPerCycle.fp15=3", "is unknown, did you mean 'fp16'?")]
    [InlineData("core.matrix.macsPerCycle.fp16=100", "not a multiple of the 64 lanes")]
    [InlineData("core.queues[1].units=[vector]", "leave unit 'tensor' without a queue")]
    [InlineData("core.queues[1].units=[vector, tensor, ioDma]", "is already fed by queue 'compute'")]
    [InlineData("core.queues[1].units=[vectr, tensor]", "did you mean 'vector'?")]
    [InlineData("core.queues[9].depth=1", "has 4 elements")]
    [InlineData("core.dma.ioDma.paths.gdram->nrma=64 B/cycle", "did you mean 'nram'?")]
    [InlineData("core.dma.ioDma.paths.nram->nram=64 B/cycle", "is already carried by 'ioDma'")]
    [InlineData("core.dma.ioDma.paths.gdram=64 B/cycle", "is not a pair of memories")]
    [InlineData("core.dma.ioDma.boundary=3000 B", "must be a power of two")]
    [InlineData("core.dma.ioDma.boundary=32 B", "is no multiple of the minimum burst of 64 B")]
    [InlineData("core.dma.ioDma.boundary=0 B", "outside what is possible")]
    [InlineData("core.dma.ioDma.boundary=4096", "has no unit")]
    [InlineData("core.dma.ioDma={ boundary: 256 B, alignment: 512 B }", "is less than the alignment of 512 B")]
    [InlineData("core.dma.ioDma.alignment=96 B", "must be a power of two")]
    [InlineData("core.dma.ioDma.alignment=1 KiB", "is more than the chunk of 512 B")]
    [InlineData("memoryCore.dma.ioDma.alignment=16 B", "is no multiple of the minimum burst of 64 B")]
    [InlineData("core.dma.ioDma.misalignedOverhead=4 cycles", "needs alignment")]
    [InlineData("core.dma.ioDma.misalignedOverhead=-4 cycles", "outside what is possible")]
    [InlineData("core.dma.ioDma.chainOverhead=101 cycles", "is more than the startOverhead of 100 cycles")]
    [InlineData("core.dma.ioDma.chainOverhead=-1 cycles", "outside what is possible")]
    [InlineData("core.dma.ioDma.priority=8", "outside what is possible")]
    [InlineData("core.dma.ioDma.priority=high", "is not a whole number")]
    [InlineData("core.dma.moveDma={ priority: 1, paths: { sram->sram: null } }", "which no path of this engine passes")]
    [InlineData("network.clusterPort.starvationBound=4", "acts only where copy engines differ in priority")]
    [InlineData("network.clusterPort.starvationBound=-1", "outside what is possible")]
    [InlineData("core.dma.moveDma.boundary=4 KiB", "no path of this engine reaches")]
    [InlineData("core.dma.moveDma.alignment=64 B", "no path of this engine reaches")]
    [InlineData("core.vector.passes.fill=", "lack fill")]
    [InlineData("maxUnion=3", "must be a power of two")]
    [InlineData("dies=2", "is required on a package of 2 dies")]
    [InlineData("dram.device.timings.tCCD_S=1 nCK", "shorter than one burst")]
    [InlineData("dram.device.timings.tREFI=100 nCK", "longer than tRFC")]
    [InlineData("dram.timings.tREFI=100 nCK", "is an unknown key")]
    [InlineData("dram.device.rows=64", "exceeds the device")]
    [InlineData("dram.device.pseudoChannels=4", "count pseudo channels, of which each channel of the device has 4")]
    [InlineData("dram.device={ extends: none.yaml }", "does not exist")]
    [InlineData("dram.capacity=1000 B", "not a whole number of rows")]
    [InlineData("dram.controller.writeLowWatermark=90 %", "must be below writeHighWatermark")]
    [InlineData("dram.controller.refresh=banks", "singleBanks")]
    [InlineData("dram.controller={ refresh: singleBanks, scheduling: perBankQueues }", "needs scheduling: readyFirst")]
    [InlineData("dram={ controller: { refresh: singleBanks }, device: { timings: { tREFIpb: null } } }", "singleBanks needs tREFIpb, tRFCpb and tRREFD")]
    [InlineData("dram.controller={ rowHitCap: 4, scheduling: perBankQueues }", "rowHitCap")]
    [InlineData("sram.reserve=1 MiB", "leaves nothing of size")]
    [InlineData("sram.arbitration=roundRobbin", "did you mean 'roundRobin'?")]
    [InlineData("sram.readPorts=1", "needs arbitration")]
    [InlineData("sram.writePorts=1", "needs arbitration")]
    [InlineData("sram={ arbitration: oldestFirst, readPorts: 9 }", "outside what is possible")]
    [InlineData("sram={ arbitration: fixedPriority, portsPerBank: 0, readPorts: 1 }", "leaves writes without a port")]
    [InlineData("sram={ arbitration: fixedPriority, portsPerBank: 0, writePorts: 1 }", "leaves reads without a port")]
    [InlineData("sram.portsPerBank=0", "leaves reads without a port")]
    [InlineData("sram.bankInterleave=96 B", "must be a multiple of the bankWidth of 64 B/cycle")]
    [InlineData("sram.bankInterleave=0 B", "outside what is possible")]
    [InlineData("llc.line=48 B", "power of two")]
    [InlineData("llc.sector=48 B", "must divide the line")]
    [InlineData("llc.ways=3", "is not a whole number of sets")]
    [InlineData("llc.replacement=randon", "did you mean 'random'?")]
    [InlineData("llc.writes=writeTrough", "did you mean 'writeThrough'?")]
    [InlineData("llc.writeMiss=noAlocate", "did you mean 'noAllocate'?")]
    [InlineData("llc.mshrs=0", "outside what is possible")]
    [InlineData("llc.banks=4", "needs mshrs")]
    [InlineData("llc.tagLatency=2 cycles", "needs mshrs")]
    [InlineData("llc.writeBacks=4", "needs mshrs")]
    [InlineData("llc={ mshrs: 4, writeBacks: 0 }", "outside what is possible")]
    [InlineData("llc.kernelEnd=writeBack", "needs mshrs")]
    [InlineData("llc={ mshrs: 4, kernelEnd: flush }", "'flush'")]
    [InlineData("llc={ mshrs: 4, kernelEnd: invalidte }", "did you mean 'invalidate'?")]
    [InlineData("translation={ page: 64 KiB, l1: { entries: 16, ways: 16, latency: 1 cycle }, walkers: 4, levels: 4, levelLatency: 100 ns, walker: 3 }", "did you mean 'walkers'?")]
    [InlineData("translation={ page: 64 KiB, l1: { entries: 16, ways: 16, latency: 1 cycle }, walkers: 4, levels: 4, levelLatency: 100 ns, tableEntries: 500 }", "must be a power of two")]
    [InlineData("translation={ page: 64 KiB, l1: { entries: 16, ways: 16, latency: 1 cycle }, walkers: 4, levels: 4, levelLatency: 100 ns, walkCache: 0 }", "outside what is possible")]
    [InlineData("translation={ page: 64 KiB, l1: { entries: 16, ways: 16, latency: 1 cycle }, walkers: 4, levels: 4, levelLatency: 100 ns, l2: { entries: 100, ways: 8, latency: 1 cycle } }", "does not divide the 100 entries evenly")]
    [InlineData("translation={ page: 64 KiB, l1: { entries: 16, ways: 16, latency: 1 cycle }, walkers: 4, levels: 4, levelLatency: 100 ns, l2: { entries: 64, latency: 1 cycle } }", "is required")]
    [InlineData("translation={ page: 96 KiB, l1: { entries: 16, ways: 16, latency: 1 cycle }, walkers: 4, levels: 4, levelLatency: 100 ns }", "must be a power of two")]
    [InlineData("translation={ page: 64 KiB, l1: { entries: 16, ways: 16, latency: 1 cycle }, walkers: 4, levels: 9, levelLatency: 100 ns }", "outside what is possible")]
    [InlineData("translation={ page: 64 KiB, l1: { entries: 16, ways: 16, latency: 1 cycle }, walkers: 4, levels: 1, walkCache: 4, levelLatency: 100 ns }", "holds tables above the last level")]
    [InlineData("translation={ page: 64 KiB, l1: { entries: 16, ways: 16, latency: 1 cycle }, walkers: 0, levels: 4, levelLatency: 100 ns }", "outside what is possible")]
    [InlineData("translation={ page: 64 KiB, l1: { entries: 16, ways: 16, latency: 1 cycle }, walkers: 4, levels: 4, levelLatency: 100 }", "has no unit")]
    [InlineData("translation={ page: 64 KiB, l1: { entries: 16, ways: 16, latency: 1 cycle }, walkers: 4, levels: 4 }", "is required where walk is constant")]
    [InlineData("translation={ page: 64 KiB, l1: { entries: 16, ways: 16, latency: 1 cycle }, walkers: 4, levels: 4, walk: memory, levelLatency: 1 us }", "is what device memory takes, where walk is memory")]
    [InlineData("translation={ page: 64 KiB, l1: { entries: 16, ways: 16, latency: 1 cycle }, walkers: 4, levels: 4, walk: memry }", "did you mean 'memory'?")]
    [InlineData("unifiedMemory={ page: 64 KiB, faultLatency: 20 us, migration: { threshold: 0 }, faultBatch: 0 }", "outside what is possible")]
    [InlineData("unifiedMemory={ page: 64 KiB, faultLatency: 20 us, migration: { threshold: 0 }, faultBatches: 4 }", "did you mean 'faultBatch'?")]
    [InlineData("unifiedMemory={ page: 64 KiB, faultLatency: 20 us, migration: { threshold: 0 }, capacity: 100 KiB }", "is not a whole number of pages of 64 KiB")]
    [InlineData("unifiedMemory={ page: 64 KiB, faultLatency: 20 us, migration: { threshold: 0 }, capacity: 0 B }", "outside what is possible")]
    [InlineData("unifiedMemory={ page: 64 KiB, faultLatency: 20 us, migration: { threshold: 0 }, capacity: 1 TiB }", "is more than the 64 MiB of device memory")]
    [InlineData("unifiedMemory={ page: 64 KiB, faultLatency: 20 us, migration: { threshold: 0 }, prefetch: { policy: sequentail, depth: 1 } }", "did you mean 'sequential'?")]
    [InlineData("unifiedMemory={ page: 64 KiB, faultLatency: 20 us, migration: { threshold: 0 }, prefetch: { policy: sequential } }", "must be at least 1 for a policy")]
    [InlineData("unifiedMemory={ page: 64 KiB, faultLatency: 20 us, migration: { threshold: 0 }, prefetch: { policy: none, depth: 2 } }", "needs a policy other than none")]
    [InlineData("unifiedMemory={ page: 64 KiB, faultLatency: 20 us, migration: { threshold: 0 }, prefetch: { policy: sequential, depth: -1 } }", "outside what is possible")]
    [InlineData("unifiedMemory={ page: 64 KiB, faultLatency: 20 us, migration: { threshold: 0 }, capacity: 128 KiB, prefetch: { policy: sequential, depth: 2 } }", "the capacity is 2 pages")]
    [InlineData("unifiedMemory={ page: 64 KiB, faultLatency: 20 us, migration: { threshold: 0 }, bandwidth: 16 GB }", "unknown unit")]
    [InlineData("unifiedMemory={ page: 64 KiB, faultLatency: 20 us, migration: { threshold: -1 } }", "outside what is possible")]
    [InlineData("unifiedMemory={ page: 64 KiB, faultLatency: 20 us, migration: { treshold: 0 } }", "did you mean 'threshold'?")]
    [InlineData("unifiedMemory={ page: 3000 B, faultLatency: 20 us, migration: { threshold: 0 } }", "outside what is possible")]
    [InlineData("unifiedMemory={ page: 96 KiB, faultLatency: 20 us, migration: { threshold: 0 } }", "must be a power of two")]
    [InlineData("a..b=1", "is not a path")]
    [InlineData("clusters", "not of the form key=value")]
    [InlineData("clock=&a 1 GHz", "anchors are not accepted")]
    [InlineData("clock={", "is not valid YAML")]
    public void One_mistake_is_named_with_its_remedy(string set, string message)
    {
        var e = Assert.Throws<ConfigurationException>(() => ChipFile.Load(Toy, set));
        Assert.Contains(e.Problems, p => p.ToString().Contains(message, StringComparison.Ordinal));
        Assert.Contains(e.Problems, p => p.Location.File.Length > 0);
    }

    [Fact]
    public void All_mistakes_are_reported_at_once_with_line_and_column()
    {
        var path = _work.Write("chip.yaml", $"""
            extends: {Toy}
            clok: 1 GHz
            clusters: -2
            core:
              scratchpads:
                nram: {"{ size: 768 }"}
              decodeWidth: fast
            """);
        var e = Assert.Throws<ConfigurationException>(() => ChipFile.Load(path));
        Assert.Equal(
            [(2, 1, "clok"), (3, 11, "clusters"), (6, 19, "core.scratchpads.nram.size"), (7, 16, "core.decodeWidth")],
            e.Problems.Select(p => (p.Location.Line, p.Location.Column, p.Key)));
        Assert.All(e.Problems, p => Assert.Equal(path, p.Location.File));
        Assert.Contains("'clock'", e.Problems[0].Message, StringComparison.Ordinal);
        Assert.Equal("-2", e.Problems[1].Value);
    }

    [Fact]
    public void Ports_of_shared_memory_are_named_where_they_are_written()
    {
        var path = _work.Write("chip.yaml", $"""
            extends: {Toy}
            sram:
              arbitraton: roundRobin
              portsPerBank: 0
              writePorts: 2
              bankInterleave: 100 B
            """);
        var e = Assert.Throws<ConfigurationException>(() => ChipFile.Load(path));
        Assert.Equal([(3, 3, "sram.arbitraton")], e.Problems.Select(p => (p.Location.Line, p.Location.Column, p.Key)));
        Assert.Contains("'arbitration'", e.Problems[0].Message, StringComparison.Ordinal);
        path = _work.Write("chip.yaml", File.ReadAllText(path).Replace("  arbitraton: roundRobin\n", "", StringComparison.Ordinal));
        e = Assert.Throws<ConfigurationException>(() => ChipFile.Load(path));
        Assert.Equal(
            [(3, 17, "sram.portsPerBank"), (4, 15, "sram.writePorts"), (5, 19, "sram.bankInterleave")],
            e.Problems.Select(p => (p.Location.Line, p.Location.Column, p.Key)));
    }

    [Fact]
    public void Page_tables_that_a_memory_has_no_room_for_are_named()
    {
        // 8 levels of at least one table of 65536 entries of 8 bytes: 4 MiB, of 4.
        const string Section = "translation={ page: 64 KiB, l1: { entries: 16, ways: 16, latency: 1 cycle }, walkers: 4, levels: 8, walk: memory, tableEntries: 65536 }";
        var e = Assert.Throws<ConfigurationException>(() => ChipFile.Load(Toy, Section, "dram.capacity=4 MiB"));
        Assert.Contains(e.Problems, p => p.Key == "translation.walk" && p.Message.Contains("more than half of the 4 MiB", StringComparison.Ordinal));
        var chip = (Mlu.MluChip)ChipFile.Load(Toy, Section, "dram.capacity=16 MiB");

        // 256 pages in the last table; every level has one table.
        Assert.All(Enumerable.Range(0, 8), level => Assert.Equal(512 << 10, chip.Translation!.LevelBytes(16 << 20, level)));
        Assert.Equal([4096, 4096, 8192], Enumerable.Range(0, 3).Select(level => (chip.Translation! with { Levels = 3, TableEntries = null }).LevelBytes(64 << 20, level)));
    }

    [Fact]
    public void What_a_cache_writes_back_is_named_where_it_is_written()
    {
        var path = _work.Write("chip.yaml", $"""
            extends: {Toy}
            llc:
              writeBacks: 8
              kernelEnd: invalidate
            """);
        var e = Assert.Throws<ConfigurationException>(() => ChipFile.Load(path));
        Assert.Equal([(3, 15, "llc.writeBacks"), (4, 14, "llc.kernelEnd")], e.Problems.Select(p => (p.Location.Line, p.Location.Column, p.Key)));
        Assert.All(e.Problems, p => Assert.Equal(path, p.Location.File));
    }

    [Fact]
    public void All_impossible_numbers_of_a_cache_are_reported_at_once()
    {
        var path = _work.Write("chip.yaml", $"""
            extends: {Toy}
            llc:
              sector: 48 B
              mshrs: 4
              bankWidth: 24 B/cycle
              bankInterleave: 100 B
              tagLatency: 9999 cycles
            """);
        var e = Assert.Throws<ConfigurationException>(() => ChipFile.Load(path));
        Assert.Equal(
            [(3, "llc.sector"), (5, "llc.bankWidth"), (6, "llc.bankInterleave"), (6, "llc.bankInterleave")],
            e.Problems.Where(p => p.Location.File == path).Select(p => (p.Location.Line, p.Key)));
        Assert.Contains(e.Problems, p => p.Key == "llc.latency" && p.Message.Contains("tagLatency", StringComparison.Ordinal));
    }

    [Fact]
    public void All_impossible_numbers_of_virtual_memory_are_reported_at_once()
    {
        var path = _work.Write("chip.yaml", $"""
            extends: {Toy}
            translation:
              page: 3 KiB
              l1: {"{ entries: 8, ways: 4, latency: 1 cycle }"}
              walkers: 1
              levels: 4
              levelLatency: 1 us
              tableEntries: 3
            unifiedMemory:
              page: 64 KiB
              faultLatency: 1 us
              migration: {"{ threshold: 1 }"}
              capacity: 65 KiB
            """);
        var e = Assert.Throws<ConfigurationException>(() => ChipFile.Load(path));
        Assert.Equal(
            [(3, "translation.page"), (8, "translation.tableEntries"), (13, "unifiedMemory.capacity")],
            e.Problems.Select(p => (p.Location.Line, p.Key)).Order());
        Assert.All(e.Problems, p => Assert.Equal(path, p.Location.File));
    }

    [Fact]
    public void A_page_that_moves_holds_whole_pages_that_are_translated()
    {
        var path = _work.Write("chip.yaml", $"""
            extends: {Toy}
            translation: {"{ page: 2 MiB, l1: { entries: 4, ways: 4, latency: 1 cycle }, walkers: 1, levels: 3, levelLatency: 1 us }"}
            unifiedMemory: {"{ page: 64 KiB, faultLatency: 1 us, migration: { threshold: 1 } }"}
            """);
        var problem = Assert.Single(Assert.Throws<ConfigurationException>(() => ChipFile.Load(path)).Problems);
        Assert.Equal((3, "unifiedMemory.page"), (problem.Location.Line, problem.Key));
    }

    [Fact]
    public void A_missing_key_names_the_key_and_what_it_should_hold()
    {
        var e = Assert.Throws<ConfigurationException>(() => ChipFile.Parse("family: mlu\nname: x\nclock: 1 GHz\n"));
        Assert.Contains(e.Problems, p => p.Key == "clusters" && p.Message.Contains("is required", StringComparison.Ordinal));
        Assert.Contains(e.Problems, p => p.Key == "dram");
        Assert.Contains(e.Problems, p => p.Key == "core");
    }

    [Fact]
    public void A_key_given_twice_names_both_places()
    {
        var path = _work.Write("chip.yaml", $"extends: {Toy}\nclusters: 2\nclusters: 4\n");
        var problem = Assert.Single(Assert.Throws<ConfigurationException>(() => ChipFile.Load(path)).Problems);
        Assert.Equal(3, problem.Location.Line);
        Assert.Contains($"{path}:2:1", problem.Message, StringComparison.Ordinal);
    }
}
