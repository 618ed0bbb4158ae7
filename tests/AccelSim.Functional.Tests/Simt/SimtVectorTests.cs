using System.Globalization;
using AccelSim.Functional.Simt;
using AccelSim.Isa.Simt;

namespace AccelSim.Functional.Tests.Simt;

public sealed class SimtVectorTests
{
    private static readonly IReadOnlyList<LaneVector> Vectors = [.. LaneVector.Read(Resource("simt.txt"))];

    [Fact]
    public void Every_opcode_has_a_test_vector()
    {
        var tested = Vectors.SelectMany(vector => vector.Opcodes).ToHashSet();
        Assert.Equal([], SimtInstructionSet.All.Where(row => !tested.Contains(row.Opcode)).Select(row => row.Template));
    }

    [Fact]
    public void Every_vector_gives_its_values()
    {
        var problems = new List<string>();
        foreach (var vector in Vectors)
        {
            try
            {
                problems.AddRange(Differences(vector).Select(difference => $"{vector}: {difference}"));
            }
            catch (Exception problem)
            {
                problems.Add($"{vector}: {problem.Message}");
            }
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    [Fact]
    public void Every_spelling_of_every_opcode_executes()
    {
        foreach (var row in SimtInstructionSet.All.Where(row => row.Unit != SimtUnit.Control))
        {
            var width = row.WarpWidth == 0 ? 32 : row.WarpWidth;
            foreach (var (mnemonic, _) in row.Spellings())
            {
                var operands = row.Operands.Select(operand => operand.Kind switch
                {
                    SimtOperandKind.Destination or SimtOperandKind.Accumulator => "r16",
                    SimtOperandKind.PredicateDestination => "p0",
                    SimtOperandKind.PredicateSource => "!p1",
                    SimtOperandKind.Address or SimtOperandKind.SharedAddress => $"[r{(operand.Slot == SimtSlot.A ? 0 : 4)}]",
                    SimtOperandKind.Immediate => "1",
                    SimtOperandKind.Special => "%tid.x",
                    _ => operand.Slot == SimtSlot.C ? "r40" : "r8",
                });
                var kernel = SimtRun.Assemble($".shared 1024\n.local 64\n.registers 64\n{Before(row, mnemonic)}{mnemonic} {string.Join(", ", operands)}\n");
                var threads = row.Unit == SimtUnit.WarpGroup ? 4 * width : row.Timing == SimtTiming.BulkCopy ? 1 : width;
                var launch = new SimtLaunchState(new SimtProgram(kernel), new(1, 1, 1), new(threads, 1, 1), [0, 0], width, 1024, new byte[1024]);
                var problem = Record.Exception(() => new SimtRun().Launch(launch));
                Assert.True(problem is null, $"{mnemonic}: {problem}");
            }
        }
    }

    /// <summary>What must be there before an instruction makes sense: a barrier in shared memory, and how much is copied.</summary>
    private static string Before(SimtInstructionDef row, string mnemonic) => row.Timing switch
    {
        SimtTiming.Mbarrier when row.Opcode == SimtOpcode.MbarrierInit => "mov.b32 r8, 1\n",
        SimtTiming.Mbarrier => "mbarrier.init [rz], 1000\n",
        SimtTiming.MbarrierWait => "mbarrier.init [rz], 32\nmbarrier.arrive [rz]\n",
        SimtTiming.BulkCopy => FormattableString.Invariant($"mbarrier.init [rz], 1000\nmov.b32 r40, {(mnemonic[^1] == 'b' ? mnemonic.Split('_')[^1][..^1] : "16")}\nmov.b32 r41, {(row.Opcode == SimtOpcode.CopyBulkBox ? 1 : 0)}\n"),
        _ => "",
    };

    private static IEnumerable<string> Differences(LaneVector vector)
    {
        var width = vector.Kernel.Instructions.Select(i => SimtInstructionSet.Get(i.Opcode).WarpWidth).Max() is > 0 and var wanted ? wanted : 32;
        var memory = new byte[1024];
        var arguments = new ulong[4];
        var threads = vector.Kernel.Instructions.Any(i => SimtInstructionSet.Get(i.Opcode).Unit == SimtUnit.WarpGroup) ? 4 * width : width;
        var launch = new SimtLaunchState(new SimtProgram(vector.Kernel), new(1, 1, 1), new(threads, 1, 1), Constants(vector, arguments), width, memory.Length, memory);
        var (block, warp) = (new SimtBlock(), new SimtWarp());
        block.Start(launch, 0, 0);
        warp.Start(launch, block, 0);
        foreach (var cells in vector.Before)
        {
            Put(cells, warp, block, memory);
        }

        var interpreter = new SimtInterpreter();
        var access = new SimtAccess();
        while (interpreter.Step(warp, values: true, access) != SimtStep.Ended)
        {
        }

        if (vector.After.Count == 0)
        {
            yield return "expects nothing";
        }

        foreach (var cells in vector.After)
        {
            for (var lane = 0; lane < cells.Values.Count; lane++)
            {
                var actual = Get(cells, lane, warp, block, memory);
                if (!actual.SequenceEqual(cells.Values[lane]))
                {
                    yield return $"{cells.Text}: lane {lane} is 0x{Hex(actual)}, expected 0x{Hex(cells.Values[lane])}";
                }
            }
        }
    }

    private static string Hex(IEnumerable<byte> bytes) => Convert.ToHexString([.. bytes.Reverse()]);

    private static ulong[] Constants(LaneVector vector, ulong[] arguments)
    {
        foreach (var cells in vector.Before.Where(cells => cells.Place == "const"))
        {
            Buffer.BlockCopy(cells.Values[0], 0, arguments, cells.Address, cells.Values[0].Length);
        }

        return arguments;
    }

    private static int Number(LaneVector.Cells cells) => int.Parse(cells.Place.AsSpan(1), CultureInfo.InvariantCulture) + 1;

    private static void Put(LaneVector.Cells cells, SimtWarp warp, SimtBlock block, byte[] memory)
    {
        switch (cells.Place)
        {
            case "global": cells.Values[0].CopyTo(memory, cells.Address); return;
            case "shared": cells.Values[0].CopyTo(block.Shared[cells.Address..]); return;
            case "local": cells.Values[0].CopyTo(warp.Local[cells.Address..]); return;
            case "const": return;
        }

        for (var lane = 0; lane < cells.Values.Count; lane++)
        {
            var value = cells.Values[lane];
            if (cells.Place[0] == 'p')
            {
                warp.SetPredicate(Number(cells), 1UL << lane, value[0] != 0 ? ulong.MaxValue : 0);
                continue;
            }

            for (var word = 0; word < value.Length / 4; word++)
            {
                warp.Register(Number(cells) + word)[lane] = BitConverter.ToUInt32(value, 4 * word);
            }
        }
    }

    private static byte[] Get(LaneVector.Cells cells, int lane, SimtWarp warp, SimtBlock block, byte[] memory)
    {
        var length = cells.Values[lane].Length;
        return cells.Place switch
        {
            "global" => memory[cells.Address..(cells.Address + length)],
            "shared" => block.Shared.Slice(cells.Address, length).ToArray(),
            "local" => warp.Local.Slice(cells.Address, length).ToArray(),
            _ when cells.Place[0] == 'p' => [(byte)(warp.Predicate(new SimtPredicate((byte)Number(cells))) >> lane & 1)],
            _ => [.. Enumerable.Range(0, length / 4).SelectMany(word => BitConverter.GetBytes(warp.Register(Number(cells) + word)[lane]))],
        };
    }

    private static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(SimtVectorTests).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
