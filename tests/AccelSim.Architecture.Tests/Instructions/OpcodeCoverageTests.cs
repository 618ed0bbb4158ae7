using AccelSim.Chips.Mlu;
using AccelSim.Functional.Mlu;
using AccelSim.Functional.Tests.Mlu;
using AccelSim.Isa.Mlu;
using AccelSim.Machine;
using AccelSim.Machine.Mlu;

namespace AccelSim.Architecture.Tests.Instructions;

/// <summary>
/// Every opcode of the mlu family has all it needs: a row of the table, a meaning (the functional run executes it), a cost (the timing run takes longer
/// for it), and a test vector. An opcode that lacks one is named.
/// </summary>
public sealed class OpcodeCoverageTests
{
    private static readonly MluChip Chip = (MluChip)ChipFile.Load(Repository.File("configs", "chips", "toy-mlu.yaml"), []);

    /// <summary>Control flow and synchronisation, where operands must make sense together; everything else gets generated operands.</summary>
    private static readonly Dictionary<MluOpcode, string> Control = new()
    {
        [MluOpcode.Nop] = "nop",
        [MluOpcode.Halt] = "halt",
        [MluOpcode.Jump] = "jump next\nnext:",
        [MluOpcode.JumpRegister] = "jr r9\nnop",
        [MluOpcode.Call] = "call r8, next\nnext:",
        [MluOpcode.BranchEqual] = "beq r0, r0, next\nnext:",
        [MluOpcode.BranchNotEqual] = "bne r0, r9, next\nnext:",
        [MluOpcode.BranchLess] = "blt r0, r9, next\nnext:",
        [MluOpcode.BranchGreaterEqual] = "bge r9, r0, next\nnext:",
        [MluOpcode.Sync] = "sync",
        [MluOpcode.Barrier] = "barrier.cluster",
        [MluOpcode.SemaphoreP] = "pv.v 1\npv.p 1",
        [MluOpcode.SemaphoreV] = "pv.v 1",
    };

    [Fact]
    public void Every_opcode_has_a_row() =>
        Assert.Equal(Enum.GetValues<MluOpcode>().Order(), MluInstructionSet.All.Select(row => row.Opcode));

    [Fact]
    public void Every_control_instruction_has_a_program_here() =>
        Assert.Equal(MluInstructionSet.All.Where(row => row.Unit == MluUnit.Control).Select(row => row.Opcode).Order(), Control.Keys.Order());

    [Fact]
    public void Every_opcode_executes_and_takes_time()
    {
        var problems = new List<string>();
        foreach (var row in MluInstructionSet.All)
        {
            var kernels = Kernels(row).ToArray();
            var failures = kernels.Select(kernel => Problem(row, kernel)).Where(problem => problem is not null).ToArray();
            if (failures.Length == kernels.Length)
            {
                problems.Add($"{row.Mnemonic}: {failures[0]}");
            }
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    [Fact]
    public void Every_timing_class_is_used_and_every_vector_row_has_passes()
    {
        Assert.Equal(Enum.GetValues<MluTiming>().Order(), MluInstructionSet.All.Select(row => row.Timing).Distinct().Order());
        foreach (var row in MluInstructionSet.All.Where(row => row.Unit == MluUnit.Vector))
        {
            Assert.True(Chip.Core.Vector.Passes[VectorClasses.Of(row)] >= 1, row.Mnemonic);
        }
    }

    /// <summary>The instruction in a kernel of its own, in each form that the table allows: a chip need not multiply every pair of types.</summary>
    private static IEnumerable<MluKernel> Kernels(MluInstructionDef row)
    {
        if (Control.TryGetValue(row.Opcode, out var body))
        {
            yield return MluAssembler.Assemble($".kernel k, union1\nli r9, 2\n{body}\n").Kernels[0];
            yield break;
        }

        foreach (var form in InstructionForms.Of(row))
        {
            yield return new MluKernel("k", MluTaskType.Block, false, [], [.. InstructionForms.Operands(row), form, new MluInstruction { Opcode = MluOpcode.Halt }], []);
        }
    }

    /// <summary>Why an opcode is not whole, or null.</summary>
    private static string? Problem(MluInstructionDef row, MluKernel kernel)
    {
        var at = kernel.Instructions.Select(instruction => instruction.Opcode).ToList().LastIndexOf(row.Opcode == MluOpcode.Halt ? MluOpcode.LoadImmediate : row.Opcode);
        try
        {
            var memory = new byte[1 << 20];
            var sizes = new MluMemorySizes(Chip.Core.Nram.UsableBytes, Chip.Core.Wram.UsableBytes, Chip.Sram!.UsableBytes, 1 << 16, memory.Length);
            var tasks = kernel.TaskType.IsBlock ? 1 : Chip.CoresPerCluster;
            var counts = new MluFunctionalRunner(sizes, memory, new MluRunnerOptions { CoresPerCluster = Chip.CoresPerCluster, Clusters = Chip.Clusters, Poison = 0 })
                .Launch(new MluProgram(kernel), kernel.TaskType, tasks, 1, 1, new long[] { 7 });
            var (instructions, with) = Time(kernel, tasks);
            var (_, without) = Time(kernel with { Instructions = kernel.Instructions.RemoveAt(at), Lines = [] }, tasks);
            return counts.Instructions != instructions ? $"the functional run executed {counts.Instructions} instructions, the timing run {instructions}"
                : with <= without && !IsBranch(row) ? $"costs nothing: {with} fs with it, {without} fs without"
                : null;
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            return problem.InnerException?.Message ?? problem.Message;
        }
    }

    // Removing a branch removes a jump to the next instruction, but also moves what its label means; its cost is tested in Chips.
    private static bool IsBranch(MluInstructionDef row) => row.Timing == MluTiming.Branch || row.Opcode == MluOpcode.SemaphoreP;

    private static (long Instructions, long Femtoseconds) Time(MluKernel kernel, int tasks)
    {
        var device = new MluDevice(Chip);
        var run = device.RunKernel(new MluLaunchRequest { Program = new MluProgram(kernel), DimX = tasks, Arguments = new long[] { 7 } }, TestContext.Current.CancellationToken);
        return (device.CoreCounters.Instructions, run.End - run.Start);
    }
}
