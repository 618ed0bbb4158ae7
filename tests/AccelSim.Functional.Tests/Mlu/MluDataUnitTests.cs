using AccelSim.Isa.Mlu;

namespace AccelSim.Functional.Tests.Mlu;

public sealed class MluDataUnitTests
{
    private static readonly IReadOnlyList<OperationVector> Vectors = [.. OperationVector.Read(Resource("mlu.txt"))];

    [Fact]
    public void Every_queued_opcode_has_a_test_vector()
    {
        var tested = Vectors.Select(vector => vector.Opcode).ToHashSet();
        Assert.Equal([], MluInstructionSet.All.Where(row => row.IsQueued && !tested.Contains(row.Opcode)).Select(row => row.Mnemonic));
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
    public void Every_legal_type_of_every_queued_opcode_executes()
    {
        foreach (var row in MluInstructionSet.All.Where(row => row.IsQueued))
        {
            foreach (var instruction in InstructionForms.Of(row))
            {
                var core = new TestCore();
                var kernel = new MluKernel("k", MluTaskType.Block, false, [], [.. InstructionForms.Operands(row), instruction, new MluInstruction { Opcode = MluOpcode.Halt }], []);
                var problem = Record.Exception(() => core.Run(kernel));
                Assert.True(problem is null, $"{instruction}: {problem}");
            }
        }
    }

    private static IEnumerable<string> Differences(OperationVector vector)
    {
        var core = new TestCore();
        foreach (var cells in vector.Before)
        {
            core.Put(cells.Space!.Value, cells.Address, cells.Type, [.. cells.Values.Select(Element.Parse)]);
        }

        core.Run(vector.Kernel);
        if (vector.After.Count == 0)
        {
            yield return "expects nothing";
        }

        foreach (var cells in vector.After)
        {
            var expected = cells.Values.Select(Element.Parse).ToArray();
            var actual = cells.Space is { } space ? core.Get(space, cells.Address, cells.Type, expected.Length) : [core.State.Gpr[40]];
            for (var i = 0; i < expected.Length; i++)
            {
                if (!actual[i].Equals(Rounded(expected[i], cells.Type)))
                {
                    yield return $"element {i} at {cells.Address} is {actual[i]:R}, expected {expected[i]:R}";
                }
            }
        }
    }

    /// <summary>The expected value as the element type holds it, so that vectors may be written in decimal.</summary>
    private static double Rounded(double value, MluDataType type)
    {
        var bytes = new byte[8];
        Element.Write(bytes, 0, type, 0, value);
        return Element.Read(bytes, 0, type, 0);
    }

    private static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(MluDataUnitTests).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
