using AccelSim.Functional.Simt;
using AccelSim.Isa.Simt;
using AccelSim.Machine.Simt;

namespace AccelSim.Chips.Simt;

/// <summary>A kernel prepared for the schedulers of a chip: from its program, or from a trace, whose code becomes known block by block.</summary>
internal sealed class SimtCode
{
    /// <summary>First number of the ports that all sub-cores share.</summary>
    public const int SharedPorts = 16;

    /// <summary>Port from which products of warp groups go to the tensor cores of all sub-cores, one after the other.</summary>
    public const int WarpGroupPort = 13;

    /// <summary>Port of the tensor core.</summary>
    public const int TensorPort = 14;

    /// <summary>Port of the load-store unit's queue, which has room or not by its own rule.</summary>
    public const int LoadStorePort = 15;

    private const int AllOperands = 0b111;

    private readonly SimtChip _chip;
    private readonly SimtProgram? _program;
    private readonly ISimtTrace? _trace;
    private SimtIssue[] _issues;
    private int _count;

    /// <summary>Prepares a program.</summary>
    /// <exception cref="SimtExecutionException">The chip lacks what an instruction needs.</exception>
    public SimtCode(SimtProgram program, SimtChip chip)
    {
        (_program, _chip) = (program, chip);
        _issues = new SimtIssue[program.Instructions.Length];
        for (; _count < _issues.Length; _count++)
        {
            _issues[_count] = Executed(program, _count);
        }
    }

    /// <summary>Prepares what is known of a trace.</summary>
    /// <exception cref="SimtExecutionException">The chip lacks what an instruction needs.</exception>
    public SimtCode(ISimtTrace trace, SimtChip chip)
    {
        (_trace, _chip) = (trace, chip);
        _issues = new SimtIssue[64];
        Extend();
    }

    /// <summary>Instructions by program counter; not to be changed. What is in it stays true, but more may come in another.</summary>
    public SimtIssue[] Array => _issues;

    /// <summary>Prepares what has become known of the trace since.</summary>
    /// <exception cref="SimtExecutionException">The chip lacks what an instruction needs.</exception>
    public void Extend()
    {
        var code = _trace!.Code;
        if (code.Count > _issues.Length)
        {
            // Warps keep the one they began with.
            System.Array.Resize(ref _issues, Math.Max(code.Count, 2 * _issues.Length));
        }

        for (; _count < code.Count; _count++)
        {
            _issues[_count] = Traced(code[_count]);
        }
    }

    /// <summary>An instruction for messages.</summary>
    public string Describe(int pc) => _program?.Describe(pc) ?? _trace!.Code[pc].Text;

    private SimtIssue Executed(SimtProgram program, int pc)
    {
        var instruction = program.Instructions[pc];
        var row = SimtInstructionSet.Get(instruction.Opcode);
        if (row.Needs is { } needed && !_chip.Capabilities.Contains(needed))
        {
            throw new SimtExecutionException(program.Describe(pc), _chip.Name, $"the chip lacks '{needed}', which the instruction needs");
        }

        if (row.WarpWidth != 0 && row.WarpWidth != _chip.Sm.WarpWidth)
        {
            throw new SimtExecutionException(program.Describe(pc), _chip.Name, $"the instruction is for warps of {row.WarpWidth} lanes, the chip's have {_chip.Sm.WarpWidth}");
        }

        var issue = new SimtIssue
        {
            Info = program.Info[pc],
            Opcode = instruction.Opcode,
            Mode = instruction.Mode,
            Fetch = (byte)(row.Choice(SimtField.Fetch, instruction.Mode) switch { 1 => 64, 2 => 128, _ => 0 }),
            Immediate = instruction.Immediate,
            Stall = (byte)instruction.Control.Stall,
        };
        var product = issue.Info.Timing switch
        {
            SimtTiming.Tensor => Product(row.Opcode),
            SimtTiming.GroupProduct => GroupProduct(row, instruction.Mode),
            _ => null,
        };
        return Filled(issue, product, instruction.Control.Reuse, program.Describe(pc));
    }

    private SimtIssue Traced(SimtTracedInstruction instruction)
    {
        var issue = new SimtIssue { Info = instruction.Info };
        switch (instruction.Info.Timing)
        {
            case SimtTiming.Fence: issue.Mode = (ushort)instruction.Scope; break;
            case SimtTiming.AsyncCopy: issue.Fetch = instruction.Fetch; break;
            case SimtTiming.GlobalLoad: issue.Mode = (ushort)(instruction.PassesL1 ? 1 : 0); break;
            case SimtTiming.AsyncGroup: (issue.Opcode, issue.Immediate) = (instruction.Groups is null ? SimtOpcode.CopyCommit : SimtOpcode.CopyWait, instruction.Groups ?? 0); break;
        }

        // Traces do not have the compiler's reuse bits: where there is a reuse cache, it is taken to have avoided conflicts of banks.
        return Filled(issue, instruction.Product, reused: AllOperands, instruction.Text);
    }

    private SimtIssue Filled(SimtIssue issue, SimtProduct? product, int reused, string text) =>
        SimtTimes.Fill(ref issue, product, reused, _chip) is { } problem ? throw new SimtExecutionException(text, _chip.Name, problem) : issue;

    private static SimtProduct GroupProduct(SimtInstructionDef row, ushort mode) => new(
        FormattableString.Invariant($"m64n{SimtInstructionSet.ColumnStep * (row.Choice(SimtField.Columns, mode) + 1)}k16"),
        row.Opcode is SimtOpcode.WgmmaSharedF32BF16 or SimtOpcode.WgmmaRegistersF32BF16 ? MmaInput.Bf16 : MmaInput.F16,
        MmaAccumulator.F32,
        1);

    private static SimtProduct Product(SimtOpcode opcode)
    {
        var product = SimtFragments.Of(opcode);
        return new(
            FormattableString.Invariant($"m{product.M}n{product.N}k{product.K}"),
            product.A.Element switch
            {
                SimtElement.BF16 => MmaInput.Bf16,
                SimtElement.TF32 => MmaInput.Tf32,
                SimtElement.F64 => MmaInput.F64,
                SimtElement.S8 => MmaInput.S8,
                _ => MmaInput.F16,
            },
            product.C.Element switch
            {
                SimtElement.F16 => MmaAccumulator.F16,
                SimtElement.F64 => MmaAccumulator.F64,
                SimtElement.S32 => MmaAccumulator.S32,
                _ => MmaAccumulator.F32,
            },
            1);
    }
}
