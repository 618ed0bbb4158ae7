using System.Globalization;
using AccelSim.Chips.Mlu;
using AccelSim.Engine;
using AccelSim.Functional.Mlu;
using AccelSim.Isa.Mlu;
using AccelSim.Machine;
using AccelSim.Machine.Mlu;

namespace AccelSim.Chips.Tests.Mlu;

/// <summary>Every pair of memories that a copy may join, in every form, against a loop over bytes; and every pair that it may not.</summary>
public class CopyPairTests
{
    private const int PrivateBytes = 64 << 10;
    private static readonly Machine.Mlu.MluChip Toy = Bench.Chip();
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    public static TheoryData<string, int, bool> Forms()
    {
        var data = new TheoryData<string, int, bool>();
        foreach (var direction in Enum.GetValues<MluDirection>())
        {
            for (var dimensions = 1; dimensions <= 3; dimensions++)
            {
                data.Add(direction.Suffix(), dimensions, false);
                data.Add(direction.Suffix(), dimensions, true);
            }
        }

        return data;
    }

    public static TheoryData<string> Chips() =>
        [.. Directory.GetFiles(Repository.File("configs", "chips"), "*.yaml").Where(file => Machine.ChipFile.Load(file) is Machine.Mlu.MluChip)
            .Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_copy_moves_the_bytes_that_a_loop_over_them_would(string pair, int dimensions, bool isAsync)
    {
        // Nothing is aligned, and neither side is dense.
        var copy = new Copy(pair, dimensions, isAsync, Bytes: 43, Source: 4101, Destination: 20003, new(97, 3, 1000, 4), new(61, 4, 777, 3));
        var values = new MluDeviceValues(Toy, new byte[PrivateBytes], PrivateBytes);
        var memory = values.Memory(0, 0, 0, 2);
        byte[][] all = [memory.Nram, memory.Wram, memory.Ldram, .. memory.Srams, memory.Gdram];
        var random = new Random(dimensions);
        Array.ForEach(all, random.NextBytes);
        var before = all.Select(bytes => bytes.ToArray()).ToArray();

        Bench.Run(copy.Kernel, Toy, dimX: 4, options: new MluDeviceOptions { Values = values });

        var source = before[Array.IndexOf(all, memory.Of(copy.From))];
        var destination = before[Array.IndexOf(all, memory.Of(copy.To, copy.ToOtherCluster ? 1 : -1))];
        for (var segment = 0; segment < copy.Segments; segment++)
        {
            for (var i = 0; i < copy.Bytes; i++)
            {
                destination[copy.DestinationOf(segment) + i] = source[copy.SourceOf(segment) + i];
            }
        }

        Assert.All(all.Zip(before), pair => Assert.True(pair.First.AsSpan().SequenceEqual(pair.Second)));
    }

    /// <summary>
    /// In whole lines at the same places, as part of a line costs a device memory more than all of it. A channel may have begun to write what was
    /// posted to one row just before the last line needs another, so into device memory the law holds up to one cycle of a row and a burst:
    /// tRC 49 + 2 ticks of 1.25 ns.
    /// </summary>
    [Theory]
    [MemberData(nameof(Forms))]
    public void A_copy_takes_time_and_more_bytes_take_no_less(string pair, int dimensions, bool isAsync)
    {
        var last = 0L;
        foreach (var bytes in (int[])[64, 128, 192, 320, 512, 1024, 1536, 2048])
        {
            var copy = new Copy(pair, dimensions, isAsync, bytes, Source: 0, Destination: 32768, new(4096, 2, 8192, 2), new(4096, 2, 8192, 2));
            var recorder = new SpanRecorder();
            Bench.Run(copy.Kernel, Toy, dimX: 4, options: new MluDeviceOptions { Trace = recorder });
            // The cores' scalar slices begin at instruction 0.
            var span = Assert.Single(recorder.Spans.ToArray(), span => span.Detail > 0);
            var time = span.End - span.Start;
            Assert.True(time > 0 && time >= last - (copy.To is MluSpace.Gdram or MluSpace.Ldram ? 51 * 1_250_000 : 0), $"{bytes} bytes take {time}, fewer {last}");
            last = time;
        }
    }

    [Theory]
    [MemberData(nameof(Chips))]
    public void A_pair_that_a_core_cannot_join_is_refused_with_the_instruction_and_any_other_is_not(string name)
    {
        var chip = Bench.Chip(name);
        var refused = 0;
        foreach (var (direction, memoryCore) in Enum.GetValues<MluDirection>().SelectMany(direction => (IEnumerable<(MluDirection, bool)>)[(direction, false), (direction, true)]))
        {
            var engines = memoryCore ? chip.MemoryCore!.Dma : chip.Core.Dma;
            var legal = engines.Values.Any(engine => engine.Paths.Keys.Any(path => $"{path.From}2{path.To}" == direction.Suffix()));
            var error = Record.Exception(() => Bench.Run(OnOneCore(direction.Suffix(), memoryCore), chip, dimX: chip.CoresPerCluster));
            if (legal)
            {
                Assert.Null(error);
                continue;
            }

            refused++;
            var message = Assert.IsType<SimulationException>(error).Message;
            Assert.Contains($"memcpy.{direction.Suffix()}", message, StringComparison.Ordinal);
            Assert.Contains("k+5 (line 7)", message, StringComparison.Ordinal);
            Assert.Contains(memoryCore ? "memory core" : "core 0", message, StringComparison.Ordinal);
        }

        Assert.True(refused > 0);
    }

    [Theory]
    [MemberData(nameof(Chips))]
    public void A_path_taken_out_of_the_chip_file_is_refused_by_its_name(string name)
    {
        foreach (var direction in (MluDirection[])[MluDirection.Sram2Wram, MluDirection.Wram2Gdram])
        {
            var engine = direction == MluDirection.Sram2Wram ? "moveDma" : "ioDma";
            var chip = Bench.Chip(name, $"core.dma.{engine}.paths.{direction.Suffix().Replace("2", "->", StringComparison.Ordinal)}=null");
            var error = Assert.Throws<SimulationException>(() => Bench.Run(OnOneCore(direction.Suffix(), memoryCore: false), chip, dimX: chip.CoresPerCluster));
            Assert.Contains($"has no path {direction.Suffix()}", error.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>Of the 25 pairs of memories the family has 24.</summary>
    [Fact]
    public void The_one_pair_that_no_chip_has_is_refused_by_assembler_and_decoder()
    {
        var spaces = Enum.GetValues<MluSpace>();
        var legal = Enum.GetValues<MluDirection>().Select(direction => (direction.Source(), direction.Destination())).ToHashSet();
        var illegal = Assert.Single(spaces.SelectMany(from => spaces.Select(to => (from, to))), pair => !legal.Contains(pair));
        Assert.Equal((MluSpace.Wram, MluSpace.Wram), illegal);
        Assert.Contains("Wram", Assert.Throws<ArgumentException>(() => MluDirections.Between(illegal.from, illegal.to)).Message, StringComparison.Ordinal);
        var error = Assert.ThrowsAny<Exception>(() => MluAssembler.Assemble(".kernel k, block\nmemcpy.wram2wram r0, r1, r2\nhalt\n"));
        Assert.Contains("wram2wram", error.Message, StringComparison.Ordinal);
        Assert.Contains("2", error.Message, StringComparison.Ordinal);
        var word = MluEncoding.Encode(new MluInstruction { Opcode = MluOpcode.Memcpy });
        Assert.True(MluEncoding.TryDecode(word | ((UInt128)(MluDirections.Count - 1) << 22), out _));
        Assert.All(Enumerable.Range(MluDirections.Count, 32 - MluDirections.Count), mode => Assert.False(MluEncoding.TryDecode(word | ((UInt128)mode << 22), out _)));
    }

    private static string OnOneCore(string pair, bool memoryCore) => string.Create(Invariant, $"""
        .kernel k, union1, memcore
        mv.sreg r1, %coreid
        li r2, {(memoryCore ? MluTask.MemoryCoreId : 0)}
        li r3, 64
        li r4, 4096
        bne r1, r2, done
        memcpy.{pair} r0, r4, r3
        done:
        halt

        """);

    /// <summary>Two nested strides: the inner distance and count, the outer distance and count.</summary>
    private readonly record struct Strides(int Inner, int Count, int Outer, int OuterCount);

    private sealed record Copy(string Pair, int Dimensions, bool IsAsync, int Bytes, int Source, int Destination, Strides SourceStrides, Strides DestinationStrides)
    {
        private MluDirection Direction => Enum.Parse<MluDirection>(Pair, ignoreCase: true);

        public MluSpace From => Direction.Source();

        public MluSpace To => Direction.Destination();

        public bool ToOtherCluster => Dimensions == 3 && Direction == MluDirection.Sram2Sram;

        public int Segments => Dimensions switch { 1 => 1, 2 => SourceStrides.Count, _ => SourceStrides.Count * SourceStrides.OuterCount };

        public string Kernel
        {
            get
            {
                var (from, to) = (SourceStrides, DestinationStrides);
                int[] operands = Dimensions switch
                {
                    1 => [Destination, Source, Bytes],
                    2 => [Destination, Source, Bytes, to.Inner, from.Inner, from.Count],
                    _ => [Destination, Source, Bytes, to.Inner, to.Count, to.Outer, to.OuterCount, from.Inner, from.Count, from.Outer, from.OuterCount, 1],
                };
                var mnemonic = $"memcpy{(Dimensions == 1 ? "" : $"{Dimensions}d")}.{Pair}{(IsAsync ? ".async" : "")}";
                var registers = string.Concat(operands.Select((value, i) => string.Create(Invariant, $"li r{10 + i}, {value}\n")));
                var list = string.Join(", ", operands.Select((_, i) => string.Create(Invariant, $"r{10 + i}")));
                return $".kernel k, union2\nmv.sreg r1, %taskid\nbne r1, r0, done\n{registers}{mnemonic} {list}\ndone:\nhalt\n";
            }
        }

        public int SourceOf(int segment) => Source + Offset(SourceStrides, segment);

        public int DestinationOf(int segment) => Destination + Offset(DestinationStrides, segment);

        private int Offset(Strides strides, int segment) => Dimensions switch
        {
            1 => 0,
            2 => segment * strides.Inner,
            _ => (segment % strides.Count * strides.Inner) + (segment / strides.Count * strides.Outer),
        };
    }
}
